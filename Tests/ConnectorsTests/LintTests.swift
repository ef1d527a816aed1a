import Core
import Testing

@testable import Connectors

/// Three lines of YAML in; code, line, column, message and hint out.
@Suite("Linting a connector") struct LintTests {
    private static let head = "connector: x\nversion: 1\nverify: {none: {because: test}}\n"

    @Test(
        "inbound",
        arguments: [
            (
                "recieve: {decode: json}",
                "4:1 unknown-key: unknown key `recieve` (did you mean `receive`?)"
            ),
            (
                "receive: {decode: jsn}",
                "4:19 bad-value: `decode` cannot be `jsn` (did you mean `json`?)"
            ),
            (
                "receive: {dedupe_window: 1d}",
                "4:26 bad-value: `dedupe_window` must be from 30d to 3650d"
            ),
            (
                "receive: {split: json.items.}",
                "4:29 cel-syntax: expected a field name, found the end"
            ),
            (
                "receive: {key: itm.id}",
                "4:16 cel-unknown-name: unknown name `itm` (did you mean `item`?)"
            ),
            (
                "receive: {split: '${json}'}",
                "4:19 not-data: this key takes a bare expression (leave out `${` and `}`)"
            ),
            (
                "receive: {key: 'secret(\"k\")'}",
                "4:17 secret-not-allowed: `secret()` is not available here "
                    + "(it may stand in `handshake`, an action's `request` and the `content` of `digest`)"
            ),
            (
                "receive: {key: config.tenant}",
                "4:23 undeclared-config: `config.tenant` is not declared (declare it under `config:`)"
            ),
            (
                "normalize: {rules: [{type: payment.succeded}]}",
                "4:28 unknown-event-type: there is no event `payment.succeded` (did you mean `payment.succeeded`?)"
            ),
            (
                "normalize: {rules: [{when: 'true'}]}",
                "4:21 missing-key: `type` is missing (add `type: …`)"
            ),
            (
                "normalize: {identifiers: [{kind: mail, value: x}], rules: []}",
                "4:34 bad-value: `kind` cannot be `mail` (did you mean `email`?)"
            ),
            (
                "normalize: {let: {body: '1'}, rules: []}",
                "4:19 bad-value: `body` is taken (choose another name)"
            ),
            (
                "normalize: {event: {address: item.to}, rules: []}",
                "4:30 literal-expression: this is text, not an expression (write `${item.to}`)"
            ),
            (
                "normalize: {event: {address: '${item.to'}, rules: []}",
                "4:31 cel-syntax: `${` without its `}` (`$${` is a literal `${`)"
            ),
            (
                "secrets: [key]",
                "4:11 unused-secret: nothing reads the secret `key`"
            ),
            (
                "poll: {every: 1m}",
                "4:15 wrong-type: `every` must be a mapping, not text"
            ),
        ]
    )
    func inbound(line: String, problem: String) {
        #expect(problems(Self.head + line + "\n") == [problem])
    }

    @Test(
        "verify",
        arguments: [
            (
                "{all: [{type: call, action: look, ok: 'true'}]}",
                "4:37 unknown-action: there is no action `look` (add it under `actions:`)"
            ),
            (
                "{all: []}",
                "4:15 bad-value: `all` needs a step (or write `none: {because: TEXT}`)"
            ),
            (
                "{}",
                "4:9 bad-value: `verify` needs one rule (`all:` or `any:` with a list of steps, or `none: {because: TEXT}`)"
            ),
            (
                "{none: {}}",
                "4:16 missing-key: `because` is missing (add `because: …`)"
            ),
            (
                "{all: [{type: basic, secret: tokn}]}",
                "4:38 undeclared-secret: the secret `tokn` is not declared (did you mean `token`?)"
            ),
            (
                "{all: [{type: equals, secret: token, value: query.t, nonce: {value: query.n, ttl: 90d}}]}",
                "4:91 bad-value: `ttl` must be from 1m to 31d"
            ),
        ]
    )
    func verify(value: String, problem: String) {
        let head = "connector: x\nversion: 1\nsecrets: [token]\nverify: "
        let found = problems(head + value + "\nactions: {}\n").filter { !$0.contains("unused-secret") }
        #expect(found == [problem])
    }

    @Test(
        "actions",
        arguments: [
            (
                "url: https://api.example.com/x, auth: {bearer: '${secret(\"tokn\")}'}",
                "6:87 undeclared-secret: the secret `tokn` is not declared (did you mean `token`?)"
            ),
            (
                "url: 'https://${input.host}/x'",
                "6:35 open-host: the host of `url` must not come from an input "
                    + "(begin with `https://HOST/`, or with a `${config.…}` that holds the host)"
            ),
            (
                "url: 'https://api.example.com${input.host}'",
                "6:35 open-host: the host of `url` must not come from an input "
                    + "(begin with `https://HOST/`, or with a `${config.…}` that holds the host)"
            ),
            (
                "url: https://api.example.com/x, form: {To: '${input.too}'}",
                "6:81 undeclared-input: `input.too` is not declared (did you mean `to`?)"
            ),
            (
                "url: https://api.example.com/x, xml: '1', text: '1'",
                "6:14 bad-value: a request has one body, not 2"
            ),
        ]
    )
    func actions(request: String, problem: String) {
        let yaml = """
            connector: x
            version: 1
            secrets: [token]
            actions:
              send:
                request: {method: POST, url: U}
                input: {to: string, host: string}
                idempotency: none
                response: {ok: status == 200}
            """
        let found = problems(yaml.replacing("url: U", with: request)).filter { !$0.contains("unused-secret") }
        #expect(found == [problem])
    }

    @Test("an action says when it was taken")
    func missingResponse() {
        let yaml = """
            connector: x
            version: 1
            actions:
              send:
                request: {method: POST, url: https://api.example.com/}
                idempotency: none
                response: {retry: status == 429}
              again:
                request: {method: POST, url: https://api.example.com/}
                idempotency: sometimes
            """
        #expect(
            problems(yaml) == [
                "7:15 missing-key: `ok` is missing (add `ok: …`)",
                "10:18 bad-value: `idempotency` cannot be `sometimes` (one of: natural, none)",
                "9:5 missing-key: `response` is missing (add `response: …`)",
            ]
        )
    }

    @Test("everything that is wrong is told at once")
    func everything() {
        let yaml = """
            connector: X Y
            version: 0
            verify: {any: [{type: hmac, algorithm: sha2}]}
            normalize: {rules: [{type: loop.ended, when: item.}]}
            """
        #expect(
            problems(yaml) == [
                "1:12 bad-value: `connector` cannot be `X Y` (lower-case letters, digits and hyphens, at most 64)",
                "2:10 bad-value: `version` must be from 1 to 1000000",
                "3:40 bad-value: `algorithm` cannot be `sha2` (did you mean `sha1`?)",
                "3:16 missing-key: `key` is missing (add `key: …`)",
                "3:16 missing-key: `content` is missing (add `content: …`)",
                "3:16 missing-key: `signature` is missing (add `signature: …`)",
                "3:16 missing-key: `encoding` is missing (add `encoding: …`)",
                "4:51 cel-syntax: expected a field name, found the end",
                "4:28 unknown-event-type: there is no event `loop.ended` (one of: loop.broken, loop.closed)",
            ]
        )
    }
}
