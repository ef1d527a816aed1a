import Core
import Testing

@testable import Connectors

/// Requests for which the provider itself is asked.
@Suite("Verify steps: calls") struct PostbackTests {
    private static let actions = """
        check:
          input: {token: string, event: map}
          request:
            method: POST
            url: https://api.example.com/verify
            auth: {bearer: '${secret("api_key")}'}
            json: {token: '${input.token}', event: '${input.event}'}
          idempotency: natural
          response: {ok: status == 200, retry: status >= 500, permanent: status == 400}
        charge:
          request: {method: POST, url: https://api.example.com/charge}
          idempotency: none
          response: {ok: status == 200, unknown: 'true'}
        """
    private static let step = """
        all:
          - {type: equals, value: query.token, secret: key}
          - type: call
            action: check
            input: {token: '${headers["x-token"]}', event: '${json}'}
            ok: json.verdict == "SUCCESS"
        """
    private static let body = #"{"id":7}"#

    private static func source() throws -> Source {
        ConnectorsTests.source(
            try connector(secrets: "key, api_key", verify: step, actions: actions),
            secrets: ["key": ["k"], "api_key": ["a"]]
        )
    }

    private static func webhook(_ token: String = "t", key: String = "k", body: String = body) -> RawWebhook {
        request(
            body,
            headers: ["X-Token": token, "Content-Type": "application/json"],
            url: "https://gw.example.com/hooks/src?token=\(key)"
        )
    }

    private static func postback(_ webhook: RawWebhook) throws -> Postback {
        guard case .needs(.reply(let postback), otherwise: let refusal) = try source().verify(webhook, at: noon) else {
            throw Failure()
        }
        #expect(refusal.reason == .providerUnavailable)
        #expect(refusal.answer.status == 503)
        #expect(refusal.answer.headers.map(\.name) == ["retry-after"])
        return postback
    }

    private struct Failure: Error {}

    private func reason(_ webhook: RawWebhook, _ replies: [String: HTTPReply]) throws -> String {
        switch try Self.source().verify(webhook, at: noon, replies: replies) {
        case .verified: "ok"
        case .answered: "handshake"
        case .refused(let refusal), .needs(_, otherwise: let refusal): refusal.reason.rawValue
        }
    }

    private static func reply(_ verdict: String, status: Int = 200) -> HTTPReply {
        HTTPReply(status: status, body: Array(#"{"verdict":"\#(verdict)"}"#.utf8))
    }

    @Test("the question is asked with what the request says, and its reply decides")
    func decides() throws {
        let postback = try Self.postback(Self.webhook())
        #expect(postback.action.name == "check")
        #expect(postback.request.input == ["token": "t", "event": ["id": 7]])
        #expect(try reason(Self.webhook(), [postback.id: Self.reply("SUCCESS")]) == "ok")
        #expect(try reason(Self.webhook(), [postback.id: Self.reply("FAILURE")]) == "bad_signature")
    }

    @Test("a reply that is none leaves the request unjudged", arguments: [400, 401, 404, 429, 500, 503])
    func unavailable(status: Int) throws {
        let postback = try Self.postback(Self.webhook())
        let webhook = Self.webhook()
        #expect(try reason(webhook, [postback.id: Self.reply("SUCCESS", status: status)]) == "provider_unavailable")
        let page = HTTPReply(status: 200, body: Array("<html>".utf8))
        #expect(try reason(webhook, [postback.id: page]) == "bad_signature")
    }

    @Test("the reply to one question is none to another")
    func otherQuestion() throws {
        let postback = try Self.postback(Self.webhook())
        for other in [Self.webhook("u"), Self.webhook(body: #"{"id":8}"#)] {
            #expect(try Self.postback(other).id != postback.id)
            #expect(try reason(other, [postback.id: Self.reply("SUCCESS")]) == "provider_unavailable")
        }
    }

    @Test("nothing is asked for a request that is wrong anyway")
    func wrongAnyway() throws {
        #expect(try reason(Self.webhook(key: "x"), [:]) == "bad_credentials")
        let bare = request(Self.body, headers: ["Content-Type": "application/json"], url: Self.webhook().url)
        #expect(try reason(bare, [:]) == "missing_signature")
    }

    @Test("a case gives the reply by the action's name")
    func cases() throws {
        let text = """
            - name: asked
              now: 1760000000
              request:
                url: https://gw.example.com/?token=k
                headers: {X-Token: t, Content-Type: application/json}
                body: '{}'
              secrets: {key: k, api_key: a}
              replies: {check: {status: 200, json: {verdict: SUCCESS}}}
              verified: true
            - name: forged
              now: 1760000000
              request:
                url: https://gw.example.com/?token=k
                headers: {X-Token: t, Content-Type: application/json}
                body: '{}'
              secrets: {key: k, api_key: a}
              replies: {check: {status: 200, body: '{"verdict":"no"}'}}
              verified: false
              reason: bad_signature
            """
        let cases = try ConnectorCase.readAll(text, name: "tests.yaml")
        let connector = try Self.source().connector
        for item in cases { #expect(item.differences(of: connector, among: cases).isEmpty) }
        #expect(throws: Diagnostics.self) {
            try ConnectorCase.readAll(text.replacing("status: 200", with: "status: 20"), name: "tests.yaml")
        }
    }

    @Test("`try` says that somebody must be asked")
    func trace() throws {
        let steps = try Self.source().trace(Self.webhook(), at: noon)
        #expect(steps.map(\.outcome) == [.passed, .asks(action: "check")])
        #expect(steps.map(\.kind) == ["equals", "call check"])
    }

    @Test(
        "what an author gets wrong",
        arguments: [
            ("action: chek, ok: 'true'", "unknown-action"), ("ok: 'true'", "missing-key"),
            ("action: check, input: {token: a, event: {}}", "missing-key"),
            ("action: check, ok: 'true'", "missing-input"),
            ("action: check, input: {token: a, event: {}, more: b}, ok: 'true'", "unknown-input"),
            ("action: charge, ok: 'true'", "acting-action"),
            ("action: check, input: {token: a, event: {}}, ok: nope", "cel-unknown-name"),
        ]
    )
    func mistakes(line: String, code: String) {
        let actions = Self.actions.split(separator: "\n").map { "  \($0)\n" }.joined()
        let found = problems(
            "connector: x\nversion: 1\nsecrets: [api_key]\nverify: {all: [{type: call, \(line)}]}\nactions:\n\(actions)"
        )
        #expect(found.contains { $0.contains(" \(code): ") }, "\(found)")
    }
}
