import Core
import Testing

@testable import CEL

@Suite("What does not compile")
struct DiagnosticTests {
    @Test(
        "tells code, place and hint",
        arguments: [
            ("headrs.x", "cel-unknown-name", 1, "did you mean `headers`?"),
            ("1 + sise(item)", "cel-unknown-function", 5, "did you mean `size`?"),
            ("item.id.startWith('a')", "cel-unknown-function", 9, "did you mean `startsWith`?"),
            ("size(1, 2)", "cel-arity", 1, nil),
            ("contains('a', 'b')", "cel-unknown-function", 1, "write `value.contains(…)`"),
            ("item = 1", "cel-syntax", 6, "compare with `==`"),
            ("Address{street: 1}", "cel-syntax", 8, "write a map: `{\"key\": value}`"),
            ("(1 + 2", "cel-syntax", 7, nil),
            ("'open", "cel-syntax", 1, nil),
            ("9223372036854775808", "cel-syntax", 1, nil),
            ("item.all(1, true)", "cel-syntax", 10, nil),
            ("for + 1", "cel-syntax", 1, nil),
            ("", "cel-syntax", 1, nil),
        ] as [(String, String, Int, String?)]
    )
    func place(_ text: String, _ code: String, _ column: Int, _ hint: String?) {
        let first = problems(text).first
        #expect(first?.code == code)
        #expect(first?.place == SourcePlace(line: 1, column: column))
        #expect(first?.hint == hint)
    }

    @Test("in the file's own lines and columns")
    func yaml() throws {
        let file = SourceFile(
            name: "connector.yaml",
            text: "rules:\n  - when: >-\n      item.id == 'ä' &&\n      hedaers.x == 1\n"
        )
        let lines = ["item.id == 'ä' && ", "hedaers.x == 1"]
        var places: [SourcePlace] = []
        for (number, line) in lines.enumerated() {
            var column = 7
            for scalar in line.unicodeScalars {
                places += Array(repeating: SourcePlace(line: 3 + number, column: column), count: UTF8.width(scalar))
                column += 1
            }
        }
        places.append(SourcePlace(line: 4, column: 21))
        let source = SourceText(text: lines.joined(), file: file, places: places)
        let error = #expect(throws: Diagnostics.self) { try Expression.compile(source, in: everything) }
        let diagnostic = try #require(error?.all.first)
        #expect(diagnostic.place == SourcePlace(line: 4, column: 7))
        #expect(diagnostic.file == "connector.yaml")
        #expect(diagnostic.line == "      hedaers.x == 1")
    }

    @Test("all unknown names are told at once") func several() {
        #expect(
            problems("foo + bar(baz)").map(\.code) == ["cel-unknown-name", "cel-unknown-function", "cel-unknown-name"]
        )
    }

    @Test("Without checking, an unknown name is an error only where it is reached")
    func unchecked() throws {
        let environment = Environment(variables: [], checksNames: false)
        #expect(try evaluate("foo || true", in: environment).isTrue)
        #expect(try evaluate("foo(1)", in: environment).error?.kind == .noSuchOverload)
    }
}
