import Core
import Testing

@testable import Connectors

/// What a provider uses once: told by verification, remembered by whoever stores.
@Suite("Verify steps: nonces") struct NonceTests {
    private static func step(_ nonce: String, when: String = "'true'") -> String {
        "  - {type: equals, when: \(when), value: query.token, secret: key, nonce: {\(nonce)}}"
    }

    private func nonces(_ webhook: RawWebhook, _ source: Source) -> [Nonce]? {
        if case .verified(let verified) = source.verify(webhook, at: noon) { verified.nonces } else { nil }
    }

    private func source(_ steps: String, rule: String = "all") throws -> Source {
        ConnectorsTests.source(
            try connector(secrets: "key", verify: "\(rule):\n\(steps)"),
            secrets: ["key": ["k"]]
        )
    }

    private func webhook(_ query: String = "", token: String = "k") -> RawWebhook {
        request(url: "https://gw.example.com/hooks/src?token=\(token)\(query)")
    }

    @Test("the same word is the same nonce, another is not, and none shows the word")
    func digests() throws {
        let source = try source(Self.step("value: query.once, ttl: 2h"))
        let first = try #require(nonces(webhook("&once=abc"), source))
        #expect(first.count == 1)
        #expect(first[0].lifetime == .seconds(7200))
        #expect(first[0].digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(nonces(webhook("&once=abc&more=1"), source) == first)
        #expect(nonces(webhook("&once=abd"), source) != first)
        #expect(nonces(webhook("&once=abc", token: "x"), source) == nil)
    }

    @Test("a request without a nonce is good where null says so, and refused where the word must be there")
    func absent() throws {
        #expect(try nonces(webhook(), source(Self.step("value: query.?once"))) == [])
        #expect(try reason(webhook(), source(Self.step("value: query.once"))) == "malformed_signature")
        #expect(try reason(webhook(), source(Self.step("value: query_pairs"))) == "malformed_signature")
    }

    @Test("only steps that pass give theirs")
    func passing() throws {
        let other = "  - {type: equals, value: query.other, secret: key, nonce: {value: query.second}}"
        let one = try source(other + "\n" + Self.step("value: query.once"), rule: "any")
        #expect(nonces(webhook("&once=a&second=b"), one)?.count == 1)
        let both = try source(other + "\n" + Self.step("value: query.once"))
        #expect(nonces(webhook("&once=a&second=b&other=k"), both)?.count == 2)
        #expect(reason(webhook("&once=a&second=b"), both) == "missing_credentials")
        let skipped = try source(Self.step("value: query.once", when: "'false'") + "\n" + Self.step("value: query.?no"))
        #expect(nonces(webhook("&once=a"), skipped) == [])
    }

    @Test("a claim of a token may be one")
    func claims() throws {
        let verify = """
            all:
              - type: jwt
                token: headers.authorization
                algorithms: [HS256]
                key: {secret: key}
                nonce: {value: claims.?jti}
            """
        let source = ConnectorsTests.source(try connector(secrets: "key", verify: verify), secrets: ["key": ["k"]])
        let head = [#"{"alg":"HS256"}"#, #"{"jti":"abc"}"#].map { Base64.encode(Array($0.utf8), urlSafe: true) }
            .joined(separator: ".")
        let signature = HashAlgorithm.sha256.authenticate(Array(head.utf8), key: Array("k".utf8))
        let token = "\(head).\(Base64.encode(signature, urlSafe: true))"
        let found = try #require(nonces(request(headers: ["Authorization": token]), source))
        #expect(found.map(\.digest) == ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"])
        #expect(found.map(\.lifetime) == [.days(1)])
    }

    @Test("every element of a request has its own")
    func elements() throws {
        let step = """
              - {type: equals, each: json, value: item.token, secret: key, nonce: {value: item.id}}
            """
        let source = try source(step)
        let body = #"[{"token":"k","id":"a"},{"token":"k","id":"b"},{"token":"k","id":"a"}]"#
        let found = try #require(nonces(request(body, headers: ["Content-Type": "application/json"]), source))
        #expect(found.count == 3 && Set(found.map(\.digest)).count == 2)
    }

    @Test(
        "what an author gets wrong",
        arguments: [
            ("nonce: {ttl: 24h}", "missing-key"), ("nonce: {value: url, ttl: 30s}", "bad-value"),
            ("nonce: {value: url, ttl: 40d}", "bad-value"), ("nonce: {value: url, every: 1h}", "unknown-key"),
            ("nonce: {value: nope}", "cel-unknown-name"),
            ("timestamp: {value: url, format: unix, tolerance_s: 7200}, nonce: {value: url, ttl: 1h}", "bad-value"),
        ]
    )
    func mistakes(line: String, code: String) {
        let step = "{type: equals, value: url, secret: k, \(line)}"
        let found = problems("connector: x\nversion: 1\nsecrets: [k]\nverify: {all: [\(step)]}\n")
        #expect(found.contains { $0.contains(" \(code): ") }, "\(found)")
    }

    @Test(
        "the connectors that come with the gateway use the ones their providers give",
        arguments: ["mailgun", "plivo", "sinch", "vonage", "messagebird"]
    )
    func shipped(name: String) throws {
        let steps = try #require(try Repository.connector(name).hook).verify.steps
        #expect(steps.contains { $0.nonce != nil })
    }
}
