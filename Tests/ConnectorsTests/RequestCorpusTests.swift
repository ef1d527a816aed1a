import Testing

@Suite("Requests that fuzzing kept") struct RequestCorpusTests {
    @Test("forms and mails have no more in them than came") func multipart() throws {
        try replay("multipart", MultipartLaws.broken)
    }

    @Test("documents unfold into no more than came") func xml() throws {
        try replay("xml", XMLLaws.broken)
    }

    @Test("nobody is believed without a secret, and everybody is judged the same twice") func signature() throws {
        SignatureLaws.folder.withLock { $0 = "\(Repository.root)/Connectors" }
        try replay("signature", SignatureLaws.broken)
    }

    private func replay(_ target: String, _ brokenLaw: ([UInt8]) -> String?) throws {
        let inputs = try FuzzCorpus.inputs(of: target)
        #expect(inputs.count > 10)
        for (name, bytes) in inputs { #expect(brokenLaw(bytes) == nil, "\(target)/\(name)") }
    }
}
