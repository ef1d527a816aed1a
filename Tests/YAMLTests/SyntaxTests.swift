import Core
import Testing
import YAML

/// Three lines of YAML → line, column, code, message, hint.
struct SyntaxTests {
    /// Snippet, place, libyaml's words, hint.
    static let slips = [
        ("a: b: c", "1:5", "mapping values are not allowed in this context", "put quotes around text that holds `: `"),
        (
            "a: 1\n b: 2", "2:3", "mapping values are not allowed in this context",
            "indent this line like its neighbours"
        ),
        ("a: b\nc\nd: 1", "2:1", "could not find expected ':'", "write `key: value`, or indent the line"),
        (
            "a:\n\t- b", "2:1", "found character that cannot start any token, while scanning for the next token",
            "indent with spaces, not tabs"
        ),
        (
            "a: @b", "1:4", "found character that cannot start any token, while scanning for the next token",
            "put quotes around text that begins with `@`"
        ),
        (
            "a: {b: ${c}}", "1:9", "did not find expected ',' or '}', while parsing a flow mapping",
            "put quotes around `${…}` inside { } and [ ]"
        ),
        (
            "a: [1, 2\nb: 3", "2:2",
            "did not find expected ',' or ']', while parsing a flow sequence that begins in line 1",
            "close the bracket or brace"
        ),
        ("a: \"b\nc: d\n", "1:4", "found unexpected end of stream, while scanning a quoted scalar", "close the quotes"),
        (
            "k: |\n  a\n\tb", "3:1",
            "found a tab character where an indentation space is expected, "
                + "while scanning a block scalar that begins in line 1", "indent with spaces, not tabs"
        ),
    ]

    @Test(arguments: slips)
    func `a slip is shown where it stands, with what to write`(
        yaml: String,
        place: String,
        message: String,
        hint: String
    ) throws {
        let problem = try problem(yaml)
        #expect(summary(problem) == "\(place) yaml-syntax: \(message)")
        #expect(problem.hint == hint)
    }

    @Test func `a problem shows its line with a caret`() throws {
        let problem = try problem("name: é\nname: b\n")
        #expect(
            problem.rendered == """
                test.yaml:2:1: error[duplicate-key]: `name` stands twice in one mapping
                 2 | name: b
                   | ^
                   = it also stands in line 1
                """
        )
    }

    @Test func `columns count characters and not bytes`() {
        #expect(problems("é漢: a: b") == ["1:6 yaml-syntax: mapping values are not allowed in this context"])
    }

    @Test func `bytes that are not UTF-8 are refused where they stand`() throws {
        #expect(summary(try problem(Array("a: b\né: ".utf8) + [0xFF])) == "2:4 yaml-encoding: the file is not UTF-8")
        #expect(summary(try problem(Array("a: ".utf8) + [0xE2, 0x80])) == "1:4 yaml-encoding: the file is not UTF-8")
        #expect(try problem([0xFF, 0xFE, 0x61, 0x00]).code == "yaml-encoding")
    }

    @Test(arguments: ["a: b\rc: d", "a: b\u{2028}c: d", "a: b\u{2029}", "a: b\u{85}"])
    func `line breaks that YAML versions disagree about are refused`(yaml: String) throws {
        #expect(summary(try problem(yaml)) == "1:5 yaml-line-break: a line break that is neither LF nor CRLF")
    }

    @Test func `control characters and NUL are refused`() throws {
        #expect(summary(try problem("a: b\nc: \u{1}")) == "2:4 yaml-syntax: control characters are not allowed")
        #expect(problems(#"a: "x\0y""#) == ["1:6 yaml-nul: text must not hold the character NUL"])
    }

    @Test func `a byte order mark and CRLF line ends make no difference`() throws {
        let node = try YAML.parse("\u{FEFF}a: 1\r\nb: x\r\n", name: "test.yaml")
        #expect(node.json == ["a": 1, "b": "x"])
        #expect(node["b"]?.start == SourcePlace(line: 2, column: 4))
    }
}
