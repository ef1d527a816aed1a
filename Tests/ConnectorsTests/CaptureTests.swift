import Core
import Testing

@testable import Connectors

/// Secrets that are handed over in a handshake.
@Suite("Handshakes: captured secrets") struct CaptureTests {
    private static let first = """
        - when: '"x-hook-secret" in headers'
          capture: {secret: hook_secret, value: 'headers["x-hook-secret"]'}
          respond: {headers: {X-Hook-Secret: '${headers["x-hook-secret"]}'}}
        """
    private static let renewal = """
        - when: '"x-new-secret" in headers'
          after_verify: true
          capture: {secret: hook_secret, value: 'headers["x-new-secret"]', replace: true}
          respond: {status: 204}
        """

    private func source(_ secrets: [String: [String]] = [:], captured: [String: Secret] = [:]) throws -> Source {
        let verify = "all:\n  - {type: equals, value: query.token, secret: hook_secret}"
        let handshakes = (Self.first + "\n" + Self.renewal).split(separator: "\n")
        let receive = "handshake:\n" + handshakes.map { "  \($0)\n" }.joined()
        let connector = try connector(secrets: "hook_secret", verify: verify, receive: receive)
        return ConnectorsTests.source(connector, secrets: secrets).holding(captured)
    }

    private func handshake(_ value: String) -> RawWebhook { request(headers: ["X-Hook-Secret": value]) }

    private func capture(_ webhook: RawWebhook, _ source: Source) -> SecretCapture? {
        if case .answered(let reply) = source.verify(webhook, at: noon) { reply.capture } else { nil }
    }

    @Test("the first is wanted, and its echo is what the provider waits for")
    func first() throws {
        let source = try source()
        guard case .answered(let reply) = source.verify(handshake("s3"), at: noon) else {
            Issue.record("it is refused")
            return
        }
        #expect(reply.answer.headers.map { "\($0.name): \($0.value)" } == ["X-Hook-Secret: s3"])
        let capture = try #require(reply.capture)
        #expect(capture.secret == "hook_secret" && capture.value.reveal() == "s3" && !capture.replaces)
        #expect(capture.otherwise.reason == .handshakeRefused && capture.otherwise.answer.status == 401)
        #expect(Trial(handshake("s3"), source: source, now: noon).json["capture"]?.string == "hook_secret")
    }

    @Test("what is held counts at once, and nothing else is taken in its place")
    func held() throws {
        let held = try source(captured: ["hook_secret": Secret("s3"), "other": Secret("x")])
        #expect(reason(request(url: "https://gw.example.com/hooks/src?token=s3"), held) == "ok")
        #expect(reason(request(url: "https://gw.example.com/hooks/src?token=x"), held) == "bad_credentials")
        #expect(reason(handshake("s4"), held) == "handshake_refused")
        #expect(reason(handshake("s3"), held) == "handshake", "a repetition is answered")
        #expect(capture(handshake("s3"), held) == nil, "and nothing is kept for it")
    }

    @Test("a secret that somebody configured stays what it is")
    func configured() throws {
        let source = try source(["hook_secret": ["c"]])
        #expect(reason(handshake("s3"), source) == "handshake_refused")
        #expect(reason(handshake("c"), source) == "handshake")
    }

    @Test("a verified request may replace it where the connector says so; both are good then")
    func replaced() throws {
        let source = try source(["hook_secret": ["c"]])
        let url = "https://gw.example.com/hooks/src?token="
        let webhook = request(headers: ["X-New-Secret": "s5"], url: url + "c")
        #expect(capture(webhook, source)?.replaces == true)
        #expect(reason(request(headers: ["X-New-Secret": "s5"], url: url + "x"), source) == "bad_credentials")
        let renewed = source.holding(["hook_secret": Secret("s5")])
        for token in ["c", "s5"] { #expect(reason(request(url: url + token), renewed) == "ok") }
    }

    @Test("what cannot be a secret is none", arguments: ["", String(repeating: "x", count: 1025)])
    func unfit(value: String) throws {
        #expect(try reason(handshake(value), source()) == "handshake_refused")
    }

    @Test("a source may do without the secret that its handshake hands over")
    func missing() throws {
        #expect(try source().connector.capturedSecrets == ["hook_secret"])
        #expect(try source().connector.secretsMissingToVerify(given: []).isEmpty)
    }

    @Test(
        "what an author gets wrong",
        arguments: [
            ("capture: {value: url}", "missing-key"), ("capture: {secret: s}", "missing-key"),
            ("capture: {secret: t, value: url}", "undeclared-secret"),
            ("capture: {secret: s, value: url, replace: true}", "unverified-capture"),
            ("capture: {secret: s, value: url, once: true}", "unknown-key"),
            ("capture: {secret: ../s, value: url}", "bad-value"),
        ]
    )
    func mistakes(line: String, code: String) {
        let yaml = """
            connector: test
            version: 1
            secrets: [s]
            verify: {none: {because: test}}
            receive: {handshake: [{when: 'true', respond: {}, \(line)}]}
            normalize: {rules: []}
            """
        #expect(problems(yaml).contains { $0.contains(" \(code): ") }, "\(problems(yaml))")
    }
}
