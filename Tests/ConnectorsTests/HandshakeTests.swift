import Core
import Testing

@testable import Connectors

/// Requests that ask whether we are there, and what is answered.
@Suite("Handshakes") struct HandshakeTests {
    private static let url = "https://gw.example.com/hooks/src"
    private static let json = ["Content-Type": "application/json"]

    /// A source that believes who knows `token`, with one handshake.
    private func source(_ handshake: String) throws -> Source {
        let lines = handshake.split(separator: "\n").map { "  \($0)\n" }.joined()
        let verify = "all:\n  - {type: equals, value: query.token, secret: token}\non_fail: {status: 403}"
        let receive = "methods: [POST, GET, HEAD]\nhandshake:\n\(lines)"
        let connector = try connector(secrets: "token", config: "name: k", verify: verify, receive: receive)
        return ConnectorsTests.source(connector, secrets: ["token": ["t0k"]])
    }

    private func answer(to webhook: RawWebhook, _ source: Source) -> HandshakeReply? {
        if case .answered(let reply) = source.verify(webhook, at: noon) { reply } else { nil }
    }

    /// A handshake, a request, and the type, headers and body of its answer.
    struct Answered: Sendable {
        let handshake: String
        let webhook: RawWebhook
        var type: String?
        var headers: [String] = []
        var body = ""
    }

    private static let answered = [
        Answered(handshake: "- {when: method == 'HEAD', respond: {status: 200}}", webhook: request(method: "HEAD")),
        Answered(
            handshake: #"""
                - when: '"validationToken" in query'
                  respond: {content_type: text/plain, body: '${query.validationToken}'}
                """#,
            webhook: request(url: url + "?validationToken=Validation%3A+is+%3Cb%3E+up"),
            type: "text/plain",
            body: "Validation: is <b> up"
        ),
        Answered(
            handshake: #"- {when: query.?c.hasValue(), respond: {body: '${query.c}'}}"#,
            webhook: request(method: "GET", url: url + "?c=42"),
            type: "text/plain; charset=utf-8",
            body: "42"
        ),
        Answered(
            handshake: #"""
                - when: '"validation-token" in headers'
                  respond: {headers: {Validation-Token: '${headers["validation-token"]}'}}
                """#,
            webhook: request(headers: ["Validation-Token": "4fa8"]),
            headers: ["Validation-Token: 4fa8"]
        ),
        Answered(
            handshake: #"""
                - when: json.event == "validate"
                  respond: {body: {plain: '${json.token}', sealed: '${hex(hmac_sha256(secret("token"), json.token))}'}}
                """#,
            webhook: request(#"{"event":"validate","token":"q"}"#, headers: json),
            type: "application/json",
            body: #"{"plain":"q","sealed":"9d727495068652c9448670ae6f7d668e5ba831f3f3c2966ed84e7944ec400064"}"#
        ),
        Answered(
            handshake: #"""
                - when: '"bt" in query'
                  respond: {body: '${config.name}|${hex(hmac_sha1(sha1(secret("token")), query.bt))}'}
                """#,
            webhook: request(method: "GET", url: url + "?bt=ab"),
            type: "text/plain; charset=utf-8",
            body: "k|b774cdeb419ab335ee2fb19e7f906f82720546ae"
        ),
    ]

    @Test("answers are text, JSON or headers, computed where they must be", arguments: answered.indices)
    func answers(index: Int) throws {
        let wanted = Self.answered[index]
        let reply = try #require(answer(to: wanted.webhook, source(wanted.handshake)))
        #expect(reply.answer.status == 200)
        #expect(reply.answer.contentType == wanted.type)
        #expect(reply.answer.headers.map { "\($0.name): \($0.value)" } == wanted.headers)
        #expect(String(decoding: reply.answer.body, as: UTF8.self) == wanted.body)
        #expect(reply.call == nil)
    }

    @Test("what is echoed into a header cannot begin another one, and is no page in a body")
    func echoes() throws {
        let header = try source("- {when: 'true', respond: {headers: {X-Echo: '${query.a}'}, body: '${query.a}'}}")
        let reply = try #require(answer(to: request(url: Self.url + "?a=1%0d%0aSet-Cookie:%20x=1"), header))
        #expect(reply.answer.headers.isEmpty)
        #expect(reply.answer.contentType == "text/plain; charset=utf-8")
    }

    @Test("a request that only resembles one is judged like any other")
    func resemblance() throws {
        let source = try source(#"- {when: 'eq(query.t, secret("token"))', respond: {body: '${query.c}'}}"#)
        for query in ["", "?t=", "?t=x&c=1", "?c=1"] {
            let webhook = request(method: "GET", url: Self.url + query)
            guard case .refused(let refusal) = source.verify(webhook, at: noon) else {
                Issue.record("\(query) is not refused")
                continue
            }
            #expect(refusal.answer.status == 403)
            #expect(refusal.answer.body.isEmpty)
        }
    }

    private static let confirmation = #"""
        - when: json.type == "confirm"
          after_verify: true
          call: {url: json.url, allow: 'https://[a-z]+\.example\.com/\?.*', method: GET}
        """#

    private func confirmation(_ url: String, token: String = "t0k") -> RawWebhook {
        let body = JSON.object(["type": "confirm", "url": .string(url)]).text
        return request(body, headers: Self.json, url: Self.url + "?token=\(token)")
    }

    @Test("a confirmation asks for its call once it is verified")
    func call() throws {
        let source = try source(Self.confirmation)
        let url = "https://topics.example.com/?Action=Confirm&Token=2336"
        let call = try #require(answer(to: confirmation(url), source)?.call)
        #expect(call.method == "GET")
        #expect(call.url == url)
        #expect(call.headers.isEmpty)
        #expect(!call.limits.allowsPrivateAddresses)
        #expect(reason(confirmation(url, token: "x"), source) == "bad_credentials")
        let trial = Trial(confirmation(url), source: source, now: noon)
        #expect(trial.json["call"]?.string == url)
        #expect(trial.json["reason"]?.string == "handshake")
    }

    @Test(
        "whoever is verified still cannot choose where we call",
        arguments: [
            "http://topics.example.com/?a", "https://topics.example.com.evil.net/?a", "https://evil.net/?a",
            "https://evil.net/https://topics.example.com/?a", "https://topics.example.com@evil.net/?a",
            "https://topics.example.com:x@evil.net/?a", "https://topics.example.com/", "https://169.254.169.254/?a",
            "HTTPS://topics.example.com/?a", " https://topics.example.com/?a", "https://topics.example.com/?a#b",
            "https://topics.example.com/?a\r\nHost: evil.net", "https://topics.example.com\\@evil.net/?a",
            "https://topics%2eexample.com/?a", "file:///etc/passwd", "", "gopher://topics.example.com/?a",
        ]
    )
    func forbiddenCall(url: String) throws {
        #expect(try reason(confirmation(url), source(Self.confirmation)) == "handshake_refused")
    }

    @Test("a confirmation without a URL is refused too")
    func missingURL() throws {
        let source = try source(Self.confirmation)
        for body in [#"{"type":"confirm"}"#, #"{"type":"confirm","url":7}"#, #"{"type":"confirm","url":null}"#] {
            let webhook = request(body, headers: Self.json, url: Self.url + "?token=t0k")
            #expect(reason(webhook, source) == "handshake_refused")
        }
    }

    @Test(
        "what an author gets wrong",
        arguments: [
            ("when: 'true', call: {url: url, allow: 'https://a/'}", "unverified-call"),
            ("when: 'true', after_verify: true, call: {url: url}", "missing-key"),
            ("when: 'true', after_verify: true, call: {url: url, allow: '('}", "bad-pattern"),
            ("when: 'true', after_verify: true, call: {url: url, allow: a, method: POST}", "bad-value"),
            ("when: 'true', after_verify: true, call: {url: url, allow: a, verb: GET}", "unknown-key"),
            ("when: 'true'", "missing-key"),
            ("respond: {}", "missing-key"),
        ]
    )
    func mistakes(handshake: String, code: String) {
        let yaml = """
            connector: test
            version: 1
            verify: {none: {because: test}}
            receive: {handshake: [{\(handshake)}]}
            normalize: {rules: []}
            """
        #expect(problems(yaml).contains { $0.contains(" \(code): ") }, "\(problems(yaml))")
    }
}
