import Testing

@Suite("YAML that fuzzing kept") struct YAMLCorpusTests {
    @Test("has its places inside the text, whether it is read or refused") func replay() throws {
        let inputs = try FuzzCorpus.inputs(of: "yaml")
        #expect(inputs.count > 20)
        for (name, bytes) in inputs { #expect(YAMLLaws.broken(by: bytes) == nil, "\(name)") }
    }
}
