import Core
import Testing
import YAML

/// What plain text means, and that it stays text when it might be a ZIP code or a telephone number.
struct ScalarTests {
    static let values: [(String, JSON)] = [
        ("", .null), ("~", .null), ("null", .null), ("Null", "Null"), ("'null'", "null"),
        ("true", true), ("false", false), ("True", "True"), ("yes", "yes"), ("\"true\"", "true"),
        ("0", 0), ("-12", -12), ("9223372036854775807", .int(.max)),
        ("9223372036854775808", .bigInteger("9223372036854775808")),
        ("1.5", .double(1.5)), ("-0.25e2", .double(-25)), ("1e400", "1e400"), ("1.", "1."), (".5", ".5"),
        ("02134", "02134"), ("+15005550006", "+15005550006"), ("0x1F", "0x1F"), ("1_000", "1_000"), ("12:30", "12:30"),
        ("2026-03-02", "2026-03-02"), (".inf", ".inf"), (".nan", ".nan"), ("'5'", "5"), ("|\n  5", "5"),
        ("[]", .array([])), ("{}", .object([:])), ("[1, {a: ~}]", .array([1, .object(["a": .null])])),
    ]

    @Test(arguments: values)
    func `JSON of a value`(yaml: String, expected: JSON) throws {
        #expect(try YAML.parse("k: \(yaml)", name: "test.yaml").json == ["k": expected])
    }

    @Test(arguments: [
        ("a", "text"), ("'5'", "text"), ("5", "a number"), ("true", "a boolean"), ("~", "empty"), ("[]", "a list"),
        ("{}", "a mapping"),
    ])
    func `what a node is called`(yaml: String, kind: String) throws {
        #expect(try YAML.parse("k: \(yaml)", name: "test.yaml")["k"]?.kind == kind)
    }

    @Test func `members keep their order`() throws {
        let json = try YAML.parse("z: 1\na: 2\nm: {y: 1, b: 2}\n", name: "test.yaml").json
        #expect(json.text == #"{"z":1,"a":2,"m":{"y":1,"b":2}}"#)
    }
}
