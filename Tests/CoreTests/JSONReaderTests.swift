import Core
import Testing

/// JSON is read strictly, so that every store and every signature gives the same verdict on the same bytes.
struct JSONReaderTests {
    static let values: [(String, JSON)] = [
        ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .int(0)), ("-0", .int(0)),
        ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .bigInteger("9223372036854775808")),
        ("-123456789012345678901234567890", .bigInteger("-123456789012345678901234567890")),
        ("1.5", .double(1.5)), ("1e3", .double(1000)), ("1E-2", .double(0.01)), ("-0.5e+1", .double(-5)),
        (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
        (#""\u00e9\ud83d\ude00""#, .string("é😀")), ("\"é😀\"", .string("é😀")), (#""\u2028""#, .string("\u{2028}")),
        ("[]", .array([])), ("[1, [2]]", .array([.int(1), .array([.int(2)])])),
        (#"{"b":1,"a":{}}"#, .object(["b": 1, "a": .object([:])])),
    ]

    @Test(arguments: values)
    func `what is JSON`(text: String, expected: JSON) throws {
        #expect(try JSON.parse(text) == expected)
    }

    @Test(arguments: [
        ("", "the text ends where a value should stand", 0),
        (" ", "the text ends where a value should stand", 1),
        ("\u{FEFF}1", "not a JSON value", 0),
        ("1 2", "text after the value", 2),
        ("[1,]", "not a JSON value", 3),
        ("[1 2]", "expected ',' or ']'", 3),
        (#"{"a":1,}"#, "expected a name", 7),
        (#"{"a" 1}"#, "expected ':'", 5),
        (#"{a:1}"#, "expected a name", 1),
        (#"{"a":1 "b":2}"#, "expected ',' or '}'", 7),
        (#"{"a":1,"a":2}"#, "a name stands twice in one object", 10),
        (#"{"a":1,"\u0061":2}"#, "a name stands twice in one object", 15),
        ("01", "a number with a leading zero", 2),
        ("-01", "a number with a leading zero", 3),
        ("+1", "not a JSON value", 0),
        (".5", "not a JSON value", 0),
        ("1.", "a number that ends in a point", 2),
        ("1e", "a number without its exponent", 2),
        ("1e999", "a number outside the range of a double", 5),
        ("NaN", "not a JSON value", 0),
        ("tru", "not a JSON value", 0),
        ("nul", "not a JSON value", 0),
        ("'a'", "not a JSON value", 0),
        (#""a"#, "the text ends inside a string", 2),
        (#""\"#, "the text ends inside a string", 2),
        ("\"a\nb\"", "a control character inside a string", 2),
        (#""\x41""#, "an unknown escape", 3),
        (#""\u00g0""#, "\\u needs four hexadecimal digits", 3),
        (#""\u0000""#, "a character JSON text must not hold", 7),
        (#""\ud800""#, "half a surrogate pair", 7),
        (#""\udc00""#, "a character JSON text must not hold", 7),
        (#""\ud83d\u0041""#, "half a surrogate pair", 13),
        ("// a\n1", "not a JSON value", 0),
    ])
    func `what is not, and where`(text: String, reason: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { _ = try JSON.parse(text) }
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0x00, 0x22], [0xFE],
    ])
    func `bytes that are no text`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { _ = try JSON.parse(bytes) }
    }

    @Test func `depth is bounded`() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        _ = try JSON.parse(nested(JSON.depthLimit))
        let error = #expect(throws: JSONError.self) { _ = try JSON.parse(nested(JSON.depthLimit + 2)) }
        #expect(error?.reason == "nested deeper than 128 levels")
        let objects = String(repeating: #"{"a":"#, count: 100_000)
        #expect(throws: JSONError.self) { _ = try JSON.parse(objects) }
    }

    @Test func `canonically equal names are two names`() throws {
        let object = try JSON.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }

    @Test(arguments: [3, 20, 100_000])
    func `an object of many pairs keeps the last value of a name at its first place`(count: Int) {
        let pairs = (0..<count).map { ("n\($0)", JSON.int(Int64($0))) }
        let object = JSONObject(pairs + [("n1", "last")])
        #expect(object.members.count == count)
        #expect(object.members[1] == JSONObject.Member(name: "n1", value: "last"))
    }

    @Test func `what is written reads back`() throws {
        for (_, value) in Self.values { #expect(try JSON.parse(value.bytes).bytes == value.bytes) }
        let text = #"{"z":[1,2.5,-3e-07,null,true,"\"\\\n\u0001é"],"a":{},"n":123456789012345678901}"#
        #expect(try JSON.parse(text).text == text)
        #expect(JSON.double(3).text == "3")
        #expect(JSON.double(.nan).text == "null")
    }

    @Test func `random bytes never trap`() {
        var random = Seeded(state: 9)
        let letters = Array(#"{}[]",:\u0d8f-+.eE1 trufalsn"#.utf8) + [0xC3, 0xA9, 0x00, 0xFF]
        for _ in 0..<5000 {
            let length = Int.random(in: 0...24, using: &random)
            _ = try? JSON.parse((0..<length).compactMap { _ in letters.randomElement(using: &random) })
        }
    }
}
