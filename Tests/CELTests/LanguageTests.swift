import Core
import Testing

@testable import CEL

@Suite("The language")
struct LanguageTests {
    static let values: [(String, JSON)] = [
        ("1 + 2 * 3 - 4 / 2 % 3", 5),
        ("-9223372036854775808", .int(.min)),
        ("0x1F + 1", 32),
        ("7u", 7),
        (".5 + 1e3", .double(1000.5)),
        (#"'a\n\u00e9\x41\101' + r'\n' + """q"q""""#, "a\néAA\\nq\"q"),
        (#"b'\xff\303' + b"a""#, "/8Nh"),
        ("[1, 2, 3,][1]", 2),
        ("{'a': 1, 'b': {'c': null},}.b", ["c": nil]),
        ("item.customer.state in ['MA', 'WA']", true),
        ("'eu' in item.tags && !('us' in item.tags)", true),
        ("item.amount > 1000 ? 'big' : item.amount > 10 ? 'small' : 'tiny'", "big"),
        ("headers.`content-type`", "application/json"),
        ("headers['content-type'] // which", "application/json"),
        ("item.tags[?5].orValue('none')", "none"),
        ("item.?customer.?zip.orValue('?')", "?"),
        ("item.?note.?deep.orValue('?')", "?"),
        ("[?item.?id, ?item.?missing]", ["evt_1"]),
        ("{?'a': item.?missing, 'b': 1}", ["b": 1]),
        ("has(item.note) && !has(item.missing)", true),
        ("item.tags.map(t, t + '!')", ["live!", "eu!"]),
        ("[1, 2, 3, 4].map(n, n % 2 == 0, n * n)", [4, 16]),
        ("[1, 2, 3].filter(n, n > 1).exists_one(n, n == 3)", true),
        ("{'a': 1, 'b': 2}.all(k, v, v > 0 && k < 'c')", true),
        ("['x', 'y'].transformList(i, v, i > 0, v + string(i))", ["y1"]),
        ("{'a': 1, 'b': 2}.transformMap(k, v, v + 1)", ["a": 2, "b": 3]),
        ("cel.bind(x, item.amount, x + x)", 3998),
        ("item.?id.optMap(x, x + '!').value()", "evt_1!"),
        ("[1, 2].exists(item, item == 2)", true),
        ("type(1) == int && type(null) == null_type", true),
        ("item.large", .int(820_982_911_946_154_508)),
    ]

    @Test(arguments: values)
    func value(_ text: String, _ expected: JSON) throws {
        #expect(try evaluate(text).json == expected)
    }

    @Test(
        "false and true win over errors",
        arguments: [
            ("item.missing == 1 || true", true), ("false && 1 / 0 > 0", false), ("1 / 0 > 0 && false", false),
            ("[0, 1].exists(n, 1 / n == 1)", true), ("[0, 1].all(n, 1 / n > 1)", false),
            ("true ? true : item.missing", true),
        ]
    )
    func absorbs(_ text: String, _ expected: Bool) throws {
        #expect(try evaluate(text).bool == expected)
    }

    @Test(
        "Text is compared by bytes, as code points",
        arguments: [
            (#"'caf\u00e9' == 'cafe\u0301'"#, false), (#"size('cafe\u0301') == 5"#, true),
            (#"size('\r\n') == 2"#, true),
            (#"'Zoë'.substring(2) == 'ë'"#, true), (#"'\U0001F431x'.charAt(1) == 'x'"#, true), ("'Z' < 'a'", true),
        ]
    )
    func text(_ text: String, _ expected: Bool) throws {
        #expect(try evaluate(text).bool == expected)
    }

    @Test(
        "Numbers are compared exactly",
        arguments: [
            ("9007199254740993 == 9007199254740992.0", false), ("1 == 1.0 && 1u == 1 && 2.0 in {2: 1}", true),
            ("18446744073709551615u > -1", true), ("0.0 / 0.0 == 0.0 / 0.0", false), ("1 == dyn('1')", false),
            ("{'d': 5} == {'d': 5.0}", true), ("[1, 2] == [1u, 2.0]", true),
        ]
    )
    func numbers(_ text: String, _ expected: Bool) throws {
        #expect(try evaluate(text).bool == expected)
    }

    @Test("An int and a double make a double, unless the specification is asked for")
    func dialects() throws {
        #expect(try evaluate("item.amount / 100.0").json == .double(19.99))
        #expect(try evaluate("item.amount / 100").json == 19)
        #expect(try evaluate("2u * 1.5").json == .double(3))
        #expect(try evaluate("item.amount / 100.0", in: strict).error?.kind == .noSuchOverload)
    }

    @Test("A literal divisor below a field is worth a warning")
    func integerDivision() throws {
        let expression = try Expression.compile(SourceText("item.amount / 100"), in: everything)
        #expect(expression.warnings.all.map(\.code) == ["cel-integer-division"])
        #expect(expression.variables == ["item"])
    }
}
