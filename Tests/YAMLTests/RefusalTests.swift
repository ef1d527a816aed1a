import Core
import Testing
import YAML

/// What YAML offers and we do not take.
struct RefusalTests {
    @Test(arguments: [
        ("a: &x 1", ["1:4 yaml-alias: anchors are not supported"]),
        ("a: *x", ["1:4 yaml-alias: aliases are not supported"]),
        ("a: !!str 1", ["1:4 yaml-tag: tags are not supported"]),
        ("when: !has(a)", ["1:7 yaml-tag: tags are not supported"]),
        ("%TAG ! tag:example.com,2000:\n---\na: 1", ["1:1 yaml-tag: tags are not supported"]),
        ("a:\n  <<: {b: 1}", ["2:3 yaml-merge: merge keys are not supported"]),
        ("? [a]\n: b", ["1:3 yaml-key: a key must be text, not a list"]),
        ("{a: 1}: b", ["1:1 yaml-key: a key must be text, not a mapping"]),
        ("?\n: b", ["1:2 yaml-key: a key is empty"]),
        ("a: 1\n---\nb: 2", ["2:1 yaml-documents: a second document in one file"]),
    ])
    func `each has its code and place`(yaml: String, expected: [String]) {
        #expect(problems(yaml) == expected)
    }

    @Test func `all problems of a file are shown at once`() {
        #expect(
            problems("a: &x 1\nb: *x\na: !t 2\n") == [
                "1:4 yaml-alias: anchors are not supported",
                "2:4 yaml-alias: aliases are not supported",
                "3:4 yaml-tag: tags are not supported",
                "3:1 duplicate-key: `a` stands twice in one mapping",
            ]
        )
    }

    @Test func `the second of two equal keys is the error`() throws {
        let problem = try problem("a: 1\nb:\n  c: 1\n  \"c\": 2\n")
        #expect(summary(problem) == "4:3 duplicate-key: `c` stands twice in one mapping")
        #expect(problem.hint == "it also stands in line 3")
    }

    @Test func `keys are compared as bytes`() {
        #expect(problems("\u{E9}: 1\ne\u{301}: 2") == [])
        #expect(problems("a: {x: 1}\nb: {x: 1}") == [])
    }

    @Test func `many documents are taken when they are asked for`() throws {
        let nodes = try YAML.parseAll("a: 1\n---\nb: 2\n...\n---\n- c\n", name: "test.yaml")
        #expect(nodes.map(\.json) == [["a": 1], ["b": 2], ["c"]])
        #expect(nodes.map(\.start.line) == [1, 3, 6])
        #expect(try YAML.parseAll("", name: "test.yaml").isEmpty)
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"])
    func `an empty file holds nothing`(yaml: String) throws {
        #expect(try YAML.parse(yaml, name: "test.yaml").isNull)
    }
}
