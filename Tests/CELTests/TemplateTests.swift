import Core
import Testing

@testable import CEL

@Suite("Templates")
struct TemplateTests {
    static let cases: [(String, JSON)] = [
        ("plain", "plain"),
        ("", ""),
        ("${item.amount}", 1999),
        ("${item.tags}", ["live", "eu"]),
        ("${item.note}", nil),
        (" ${item.amount}", " 1999"),
        ("${item.id}:${item.amount}", "evt_1:1999"),
        ("[${item.note}]", "[]"),
        ("${{'a': {'b': '}'}}.a.b}", "}"),
        ("a ${'}' + \"${\"} b", "a }${ b"),
        ("$${item.id}", "${item.id}"),
        ("cost $5, $$6 and $${x} ${item.rate}", "cost $5, $$6 and ${x} 2"),
        ("{not: ${item.rate}}", "{not: 2}"),
        ("${1.0} ${true} ${b'x'} ${duration('90s')}", "1 true x 90s"),
        ("Zoë ${item.customer.name}", "Zoë Zoë"),
    ]

    @Test(arguments: cases)
    func value(_ text: String, _ expected: JSON) throws {
        #expect(try Template.compile(SourceText(text), in: everything).evaluate(bindings()).json == expected)
    }

    @Test("An error of a part is the error of the whole")
    func errors() throws {
        let missing = try Template.compile(SourceText("a ${item.missing}"), in: everything)
        let error = try #require(missing.evaluate(bindings()).error)
        #expect(error.kind == .noSuchKey("item.missing"))
        #expect(missing.diagnostic(for: error).place == SourcePlace(line: 1, column: 10))
        let list = try Template.compile(SourceText("a ${item.tags}"), in: everything)
        #expect(list.evaluate(bindings()).error?.kind == .noSuchOverload)
    }

    @Test(
        "Problems stand at their column",
        arguments: [
            ("abc ${hedaers}", 7, "cel-unknown-name"), ("é ${1 +}", 8, "cel-syntax"), ("x ${item.id", 3, "cel-syntax"),
            ("${}", 3, "cel-syntax"),
        ]
    )
    func places(_ text: String, _ column: Int, _ code: String) {
        let error = #expect(throws: Diagnostics.self) { try Template.compile(SourceText(text), in: everything) }
        #expect(error?.all.first?.place.column == column)
        #expect(error?.all.first?.code == code)
    }

    @Test("A literal knows that it is one") func literal() throws {
        #expect(try Template.compile(SourceText("item.id"), in: everything).isLiteral)
        #expect(try !Template.compile(SourceText("x ${item.id}"), in: everything).isLiteral)
        #expect(
            try Template.compile(SourceText("${item.id} ${headers}"), in: everything).variables == ["item", "headers"]
        )
    }
}
