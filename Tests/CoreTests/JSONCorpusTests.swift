import Testing

@Suite("JSON that fuzzing kept") struct JSONCorpusTests {
    @Test("is read and written as the same, or refused with its place") func replay() throws {
        let inputs = try FuzzCorpus.inputs(of: "json")
        #expect(inputs.count > 20)
        for (name, bytes) in inputs { #expect(JSONLaws.broken(by: bytes) == nil, "\(name)") }
    }

    @Test(
        "the laws hold of what JSON is, and of what it is not",
        arguments: [
            "{\"a\":[1,-0.0,1e300,null,true]}", "[[[[]]]]", "{\"a\":1,\"a\":2}", "\"\\u0000\"", "", "\"\\ud800\"",
            "1e999", "01",
        ]
    )
    func laws(text: String) {
        #expect(JSONLaws.broken(by: Array(text.utf8)) == nil)
    }
}
