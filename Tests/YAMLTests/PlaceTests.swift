import Core
import Testing
import YAML

/// Where each byte of a text stands in the file, in every style of text.
struct PlaceTests {
    @Test(arguments: [
        ("k: abc", "abc", "1:4-6|1:7"),
        ("k:   é漢😀x  # comment", "é漢😀x", "1:6-9|1:10"),
        ("k: one two\n   three\n\n   four", "one two three\nfour", "1:4-11 2:4-8 3:1 4:4-7|4:8"),
        ("k: a  \n  b", "a b", "1:4-5 2:3|2:4"),
        ("k: 'it''s'", "it's", "1:5-7 1:9|1:10"),
        ("k: 'a\n\n  b'", "a\nb", "1:5 2:1 3:3|3:4"),
        ("é漢😀: ü\nk: 'it''s é'", "it's é", "2:5-7 2:9-11|2:12"),
        ("k: ''", "", "|1:5"),
        (#"k: "a b""#, "a b", "1:5-7|1:8"),
        (#"k: "\u00e9\U0001F600\x41\n\"z""#, "é😀A\n\"z", "1:5 1:11 1:21 1:25 1:27 1:29|1:30"),
        ("k: \"a\\\n   b\n   c\"", "ab c", "1:5 2:4-5 3:4|3:5"),
        ("k: |\n  ab\n\n    c\n", "ab\n\n  c\n", "2:3-5 3:1 4:3-6|4:6"),
        ("k: |-  # why\n  ab\n  c\n", "ab\nc", "2:3-5 3:3|3:4"),
        ("k: |2\n    ab\n", "  ab\n", "2:3-7|2:7"),
        ("k: |+\n a\n\n\nz: 1", "a\n\n\n", "2:2-3 3:1 4:1|4:1"),
        ("k: |\n\n  a\n", "\na\n", "2:1 3:3-4|3:4"),
        ("k: >\n  ab\n  cd\n\n  e\n    f\n  g\n", "ab cd\ne\n  f\ng\n", "2:3-5 3:3-4 4:1 5:3-4 6:3-6 7:3-4|7:4"),
        ("k: >-\n  a\n\n\n  b", "a\n\nb", "2:3 3:1 4:1 5:3|5:4"),
        ("k: |\r\n  ab\r\n  c\r\n", "ab\nc\n", "2:3-5 3:3-4|3:4"),
    ])
    func `every character is placed`(yaml: String, value: String, expected: String) throws {
        let text = try text(yaml)
        #expect(text.text == value)
        #expect(places(text) == expected)
        #expect(text.places.count == text.text.utf8.count + 1)
    }

    @Test func `a problem inside an expression points into the file`() throws {
        let text = try text("rules:\n  - 1\nk: |\n  item.id\n    == \"é\" && x\n")
        let offset = try #require(text.text.utf8.firstIndex(of: UInt8(ascii: "&")))
        let column = text.text.utf8.distance(from: text.text.utf8.startIndex, to: offset)
        let problem = Diagnostic("cel", "no such operator", at: text, offset: column)
        #expect(summary(problem) == "5:12 cel: no such operator")
        #expect(problem.line == "    == \"é\" && x")
    }

    @Test func `collections begin and end with what they hold`() throws {
        let root = try YAML.parse("a:\n  - b\n  - {c: d}\n\n# end\nf: [1, 2]\n", name: "test.yaml")
        #expect(range(root) == "1:1-6:10")
        #expect(root["a"].map(range) == "2:3-3:11")
        #expect(root["a"]?.elements?.last.map(range) == "3:5-3:11")
        #expect(root["f"].map(range) == "6:4-6:10")
    }

    @Test func `keys are placed`() throws {
        let root = try YAML.parse("a:\n  \"b\": 1\n  c : 2\n", name: "test.yaml")
        let keys = try #require(root["a"]?.entries).map(\.key)
        #expect(keys.map(places) == ["2:4|2:5", "3:3|3:4"])
    }

    private func range(_ node: Node) -> String {
        "\(node.start.line):\(node.start.column)-\(node.end.line):\(node.end.column)"
    }
}
