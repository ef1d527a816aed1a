import Core
import Testing
import YAML

/// Reading authored mappings: values, and the errors integrators see.
struct MappingReaderTests {
    enum Mode: String, CaseIterable {
        case shadow
        case hold
        case live
    }

    @Test func `values are read by type`() throws {
        let (reader, problems) = try reader(
            """
            name: stripe
            version: 3
            ratio: 0.5
            strict: true
            ttl: 36h
            max_body: 10MiB
            mode: live
            secrets: [a, b]
            server: {listen: here}
            sources: {x: 1, y: 2}
            rules: [{when: a}, {when: b}]
            """
        )
        #expect(reader.string("name", .required) == "stripe")
        #expect(reader.int("version", in: 1...9) == 3)
        #expect(reader.double("ratio", in: 0...1) == 0.5)
        #expect(reader.bool("strict") == true)
        #expect(reader.duration("ttl") == .seconds(36 * 3600))
        #expect(reader.size("max_body", .required) == 10 << 20)
        #expect(reader.choice("mode", Mode.self) == .live)
        #expect(reader.strings("secrets") == ["a", "b"])
        #expect(reader.nested("server")?.string("listen") == "here")
        #expect(reader.mapping("sources").map(\.key.text) == ["x", "y"])
        #expect(reader.nestedList("rules").compactMap { $0.string("when") } == ["a", "b"])
        reader.finish()
        #expect(problems.diagnostics.all.isEmpty)
    }

    @Test func `what is missing and may be is nil or empty`() throws {
        let (reader, problems) = try reader("a: 1")
        #expect(reader.string("b") == nil)
        #expect(reader.int("c", in: 0...1) == nil)
        #expect(reader.list("d").isEmpty)
        #expect(reader.mapping("e").isEmpty)
        #expect(reader.nested("f") == nil)
        #expect(reader.has("a") && !reader.has("b"))
        #expect(problems.diagnostics.all.isEmpty)
    }

    @Test(arguments: [
        ("secrets: abc", "1:10 wrong-type: `secrets` must be a list, not text"),
        ("secrets:", "1:9 wrong-type: `secrets` must be a list, but it is empty"),
        ("secrets: [a, {b: c}]", "1:14 wrong-type: every element of `secrets` must be text, not a mapping"),
        ("name: [a]", "1:7 wrong-type: `name` must be text, not a list"),
        ("version: '1'", "1:10 wrong-type: `version` must be a whole number, not text"),
        ("version: 1.5", "1:10 wrong-type: `version` must be a whole number, not a number"),
        ("version: 10", "1:10 bad-value: `version` must be from 1 to 9"),
        ("version: 99999999999999999999", "1:10 bad-value: `version` must be from 1 to 9"),
        ("strict: yes", "1:9 wrong-type: `strict` must be `true` or `false`, not text"),
        ("ttl: 36", "1:6 bad-value: `ttl` must be a length of time"),
        ("ttl: 9d", "1:6 bad-value: `ttl` must be from 1s to 4d"),
        ("max_body: 10MB", "1:11 bad-value: `max_body` must be a size"),
        ("max_body: 99999999999GiB", "1:11 bad-value: `max_body` must be a size"),
        ("max_body: 2GiB", "1:11 bad-value: `max_body` must be from 512 to 1GiB"),
        ("mode: lve", "1:7 bad-value: `mode` cannot be `lve`"),
        ("server: here", "1:9 wrong-type: `server` must be a mapping, not text"),
    ])
    func `a wrong value`(yaml: String, expected: String) throws {
        let (reader, problems) = try reader(yaml)
        readAll(reader)
        #expect(problems.diagnostics.all.map(summary) == [expected])
    }

    @Test func `a mistyped word has a hint`() throws {
        let (reader, problems) = try reader("mode: lve")
        readAll(reader)
        #expect(problems.diagnostics.all.map(\.hint) == ["did you mean `live`?"])
    }

    @Test func `a missing key stands at the start of its mapping`() throws {
        let (reader, problems) = try reader("a:\n  b: 1\n")
        let nested = try #require(reader.nested("a"))
        #expect(nested.required("name") == nil)
        #expect(problems.diagnostics.all.map(summary) == ["2:3 missing-key: `name` is missing"])
        #expect(problems.diagnostics.all.map(\.hint) == ["add `name: …`"])
    }

    @Test func `keys nobody asked for are errors with the nearest known one`() throws {
        let (reader, problems) = try reader("version: 1\nsecrts: []\nfoo: 1\n")
        readAll(reader)
        let found = problems.diagnostics.all
        #expect(found.map(summary) == ["2:1 unknown-key: unknown key `secrts`", "3:1 unknown-key: unknown key `foo`"])
        #expect(found.first?.hint == "did you mean `secrets`?")
        #expect(found.last?.hint == "one of: max_body, mode, name, secrets, server, strict, ttl")
        #expect(throws: Diagnostics.self) { try problems.throwErrors() }
    }

    @Test func `what is no mapping is one problem`() throws {
        let (reader, problems) = try reader("- a")
        #expect(reader.required("name") == nil)
        reader.finish()
        #expect(problems.diagnostics.all.map(summary) == ["1:1 wrong-type: this must be a mapping, not a list"])
    }

    @Test func `warnings do not refuse a file`() throws {
        let (reader, problems) = try reader("a: item.id")
        problems.add("looks-like-expression", "literal text", severity: .warning, at: reader.node)
        try problems.throwErrors()
        #expect(problems.diagnostics.all.count == 1)
    }

    private func reader(_ yaml: String) throws -> (MappingReader, Problems) {
        let problems = Problems()
        return (MappingReader(try YAML.parse(yaml, name: "test.yaml"), problems), problems)
    }

    private func readAll(_ reader: MappingReader) {
        _ = reader.strings("secrets")
        _ = reader.string("name")
        _ = reader.int("version", in: 1...9)
        _ = reader.bool("strict")
        _ = reader.duration("ttl", in: .seconds(1) ... .days(4))
        _ = reader.size("max_body", in: 512...1 << 30)
        _ = reader.choice("mode", Mode.self)
        _ = reader.nested("server")
        reader.finish()
    }
}
