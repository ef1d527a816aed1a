import Core
import Testing

@testable import Connectors

/// What `connector try` shows of verification.
@Suite("Looking at a verification") struct StepTraceTests {
    private static let secret = "whsec_very_secret"

    private func notes(_ trace: StepTrace) -> [String] { trace.notes.map { "\($0.label): \($0.text)" } }

    @Test("contents, signatures, codes and the moment of a code")
    func hmac() throws {
        let verify = """
            all:
              - type: hmac
                algorithm: sha256
                key: {secret: key}
                content: '[body, bytes(headers["t"] + ".") + body]'
                signature: headers["s"].split(" ")
                encoding: hex
                timestamp: {value: 'headers["t"]', format: unix, tolerance_s: 300}
            """
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": ["old", Self.secret]])
        let code = Hex.encode(HashAlgorithm.sha256.authenticate(Array("hello".utf8), key: Array(Self.secret.utf8)))
        let trace = try #require(
            source.trace(request("hello", headers: ["s": "zz \(code)", "t": "1759999990"]), at: noon).first
        )
        #expect(trace.outcome == .passed && trace.kind == "hmac sha256, hex" && trace.line == 9)
        #expect(trace.notes.compactMap(\.bytes) == [Array("hello".utf8), Array("1759999990.hello".utf8)])
        let shown = notes(trace)
        #expect(shown.contains("given: zz, which is no hex") && shown.contains("given: \(code)"))
        #expect(shown.filter { $0.hasSuffix("which matches") } == ["computed: \(code) with `key` 2, which matches"])
        #expect(shown.last == "moment: 2025-10-09T08:53:10Z, 10 s before now; 300 s are allowed")
    }

    @Test("what is missing says so")
    func missing() throws {
        let source = source(try Repository.connector("stripe"), secrets: [:])
        let trace = try #require(source.trace(request("{}"), at: noon).first)
        #expect(trace.outcome == .failed(.missingSignature))
        let shown = notes(trace).joined(separator: "\n")
        #expect(shown.contains("content: `") && shown.contains("fails: no such key"), "\(shown)")
        #expect(shown.contains("key: `endpoint_secret` is not given"))
        #expect(shown.contains("moment: there is none that can be read"))
    }

    @Test("steps that do not apply are shown as such")
    func skipped() throws {
        let source = source(try Repository.connector("twilio"), secrets: ["auth_token": ["12345"]])
        let traces = source.trace(request("{}"), at: noon)
        #expect(traces.map(\.outcome) == [.skipped, .failed(.missingSignature)])
        #expect(notes(traces[0]) == ["when: does not hold: \"bodySHA256\" in query"])
    }

    @Test(
        "secrets are never shown",
        arguments: [
            "{type: digest, algorithm: sha256, content: 'bytes(secret(\"key\")) + body', signature: 'headers[\"s\"]', encoding: hex}",
            "{type: equals, value: query.token, secret: key}", "{type: basic, secret: key}",
            "{type: hmac, algorithm: sha1, key: {secret: key}, content: bytes(url), signature: query.token, encoding: base64}",
        ]
    )
    func secrets(step: String) throws {
        let source = source(
            try connector(secrets: "key", verify: "all:\n  - \(step)"),
            secrets: ["key": [Self.secret]]
        )
        let credentials = BasicCredentials.header(Self.secret)
        let webhook = request(
            "x",
            headers: ["authorization": credentials, "s": "00"],
            url: "https://gw.example.com/hooks/src?token=\(Self.secret)"
        )
        for trace in source.trace(webhook, at: noon) {
            #expect(!trace.json.text.contains(Self.secret))
            #expect(!trace.json.text.contains(Hex.encode(Array(Self.secret.utf8))))
            #expect(!trace.notes.isEmpty)
        }
    }
}
