import Core
import Testing

@testable import Connectors

/// What a connector is warned of though it runs: lines of YAML in; code, line, column, message and hint out.
@Suite("Advice about a connector") struct AdviceTests {
    private static let head = "connector: x\nversion: 1\n"
    private func problems(_ yaml: String) -> [String] { ConnectorsTests.problems(yaml, withAdvice: true) }

    private static let signed = head + "secrets: [key]\nverify: {all: [{type: equals, value: query.t, secret: key}]}\n"

    @Test("a source that nothing verifies")
    func unverified() {
        #expect(
            problems(Self.head + "verify: {none: {because: the provider signs nothing}}\n") == [
                "3:10 unverified-source: whoever knows the URL may send anything (compare a secret or an address if "
                    + "the provider has any; events say that they are `unverified`)"
            ]
        )
    }

    @Test(
        "rules that never match",
        arguments: [
            (
                "{ignore: true}", "{type: account.created}",
                "the rule in line 8 takes everything", "`also: true` there, or a `when`"
            ),
            (
                "{when: 'true', ignore: true}", "{type: account.created}",
                "the rule in line 8 takes everything", "`also: true` there, or a `when`"
            ),
            (
                "{when: method == \"GET\", type: account.created}", "{when: method == \"GET\", type: payment.returned}",
                "the rule in line 8 has the same `when`", "`also: true` there"
            ),
        ]
    )
    func unreachable(first: String, second: String, reason: String, hint: String) {
        let rules = "receive: {key: url}\nnormalize:\n  rules:\n    - \(first)\n    - \(second)\n"
        #expect(
            problems(Self.signed + rules) == [
                "9:7 unreachable-rule: this rule is never reached: \(reason) (write \(hint))"
            ]
        )
    }

    @Test("rules that `also` lets through are reached")
    func also() {
        let rules = """
            receive: {key: url}
            normalize:
              rules:
                - {type: account.created, also: true}
                - {when: method == "GET", type: payment.returned, also: true}
                - {when: method == "GET", type: gap.found}
                - {type: contact.unknown}
            """
        #expect(problems(Self.signed + rules) == [])
    }

    @Test(
        "events that nothing but their bytes tells from a repetition",
        arguments: [
            ("", "{}", true), ("receive: {key: url}\n", "{}", false), ("", "{dedupe_id: '${url}'}", false),
        ]
    )
    func keys(receive: String, event: String, isWarned: Bool) {
        let shared = problems(Self.signed + "\(receive)normalize: {event: \(event), rules: [{type: message.sent}]}\n")
        let own = problems(Self.signed + "\(receive)normalize: {rules: [{type: message.sent, event: \(event)}]}\n")
        for found in [shared, own] { #expect(found.contains { $0.contains("missing-dedupe-key") } == isWarned) }
        #expect(problems(Self.signed + "normalize: {rules: [{ignore: true}]}\n") == [])
    }

    @Test("settings that nothing reads")
    func settings() {
        let answer = "receive: {respond: {body: '${config.a}', headers: {x: '${config.?b}'}}}\n"
        let text = "config: {a: 1, b: 2, c: 3}\n\(answer)"
        #expect(problems(Self.signed + text) == ["5:22 unused-config: nothing reads `config.c`"])
        #expect(problems(Self.signed + "config: {a: 1}\nreceive: {respond: {body: '${config}'}}\n") == [])
    }

    @Test(
        "secrets in clear, without showing them",
        arguments: [
            "config: {key: sk_live_4eC39HqLyjWDarjtT1zdp7dc}\nreceive: {respond: {body: '${config.key}'}}",
            "receive: {respond: {body: '${query.t == \"b7f4c1a29d3e58f60b7f4c1a2\" ? \"y\" : \"n\"}'}}",
            "actions: {a: {idempotency: natural, response: {ok: status == 200}, request: {method: GET, url: https://a.example, auth: {bearer: swordfish}}}}",
            "receive: {respond: {body: '-----BEGIN EC PRIVATE KEY-----'}}",
        ]
    )
    func secrets(text: String) throws {
        let warnings = try Connector.read(Self.signed + text + "\n", name: "test.yaml").warnings
        #expect(warnings.map(\.code) == ["secret-in-clear"])
        #expect(warnings.allSatisfy { $0.line.isEmpty && $0.place.line == 5 })
    }

    @Test("names, dates and versions are no secrets")
    func noSecrets() {
        let action = """
            actions:
              a:
                idempotency: natural
                request:
                  method: GET
                  url: https://api.example.com/2010-04-01/v2/accounts/2024-10-17-preview
                  auth: {basic: {user: api, password: X}}
                  headers: {x-example-email-event-webhook-timestamp: 2025-10-09T08:53:20Z}
                response: {ok: "status in [200, 201, 202, 204, 206, 208, 226, 300, 301, 302, 303]"}
            """
        #expect(problems(Self.signed + action) == [])
    }

    @Test(
        "an action that cannot be repeated, and whose fate nobody learns",
        arguments: [
            ("{method: POST, url: 'https://a.example/'}", "{ok: status == 200}", true),
            ("{method: POST, url: 'https://a.example/'}", "{ok: status == 200, unknown: status >= 500}", false),
            (
                "{method: POST, url: 'https://a.example/', json: {back: '${callback_url}'}}", "{ok: status == 200}",
                false
            ),
            ("{method: GET, url: 'https://a.example/'}", "{ok: status == 200}", false),
        ]
    )
    func unresolved(request: String, response: String, isWarned: Bool) {
        let action = "actions:\n  send: {idempotency: none, request: \(request), response: \(response)}\n"
        let warning =
            "6:3 unresolved-unknown: when its reply is lost, nobody can tell whether `send` was done "
            + "(hand out `${callback_url}` or `${action.id}`, or add `lookup:` or `unknown:`)"
        #expect(problems(Self.signed + action) == (isWarned ? [warning] : []))
    }

    @Test("its author is told of missing and wrong cases too")
    func cases() {
        func lint(_ cases: String?) -> [String] {
            let rules = "receive: {key: url}\nnormalize: {rules: [{type: account.created}]}\n"
            let found = Connector.lint(Self.signed + rules, name: "C/x/connector.yaml", folder: "x") { name in
                name == "tests.yaml" ? cases : nil
            }
            return found.all.map { "\($0.file) \($0.severity) \($0.code) \($0.message)" }
        }
        #expect(lint(nil) == ["C/x/tests.yaml warning missing-cases there are no cases"])
        #expect(lint("[{name: a}]").prefix(1) == ["C/x/tests.yaml error missing-key `now` is missing"])
        #expect(
            lint("[]") == [
                "C/x/tests.yaml warning missing-case no case yields an event",
                "C/x/tests.yaml warning missing-case no case shows a repeated request",
                "C/x/tests.yaml warning missing-case no case shows a forged request",
            ]
        )
        let other = Connector.lint(Self.signed, name: "C/y/connector.yaml", folder: "y") { _ in "[]" }
        #expect(other.all.map(\.code).contains("wrong-folder"))
    }

    @Test(
        "events that can never say what their type requires",
        arguments: [
            ("{type: message.delivered}", "", "`message`", "provider_message_id"),
            ("{type: message.delivered}", "provider_message_id: '${url}'", nil, ""),
            ("{type: call.answered}", "channel: voice, provider_message_id: '${url}'", nil, ""),
            ("{type: call.completed}", "provider_message_id: '${url}'", "`direction`", "direction"),
            ("{type: payment.failed, event: {reason: '${url}'}}", "provider_message_id: a", "`amount`", "amount"),
            ("{type: payment.failed, event: {data: '${query}'}}", "", nil, ""),
            (
                "{type: message.sent, event: {address: null}}", "provider_message_id: a, address: b", "`to_token`",
                "to_token"
            ),
            ("{type: message.sent}", "provider_message_id: a, address: b", nil, ""),
            ("{type: account.placed}", "account: a, balance: 1, currency: USD", "`oldest_due`", "oldest_due"),
            ("{type: 'message.${method}'}", "", nil, ""), ("{type: message.sent, ignore: true}", "", nil, ""),
        ] as [(String, String, String?, String)]
    )
    func incomplete(rule: String, event: String, missing: String?, hint: String) {
        let rules = "receive: {key: url}\nnormalize:\n  event: {\(event)}\n  rules: [\(rule)]\n"
        let found = problems(Self.signed + rules).filter { $0.contains("missing-field") }
        guard let missing else {
            #expect(found.isEmpty, "\(found)")
            return
        }
        #expect(found.count == 1)
        let end = "it never says \(missing) (add `\(hint): …` to its `event`)"
        #expect(found.first?.hasSuffix(end) == true, "\(found)")
    }
}
