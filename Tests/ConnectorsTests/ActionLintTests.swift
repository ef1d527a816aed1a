import Core
import Testing

@testable import Connectors

/// What is wrong with actions and access tokens, and where.
@Suite("Linting actions") struct ActionLintTests {
    private static let head = "connector: x\nversion: 1\nsecrets: [key]\nactions:\n"

    private func found(_ yaml: String) -> [String] {
        problems(yaml).filter { !$0.contains("unused-secret") }
    }

    private static func action(_ name: String, _ more: String, idempotency: String = "none") -> String {
        "  \(name): {request: {method: POST, url: 'https://api.example.com/'}, response: {ok: status == 200}, "
            + "idempotency: \(idempotency)\(more.isEmpty ? "" : ", \(more)")}\n"
    }

    @Test(
        "credentials",
        arguments: [
            (
                "token: api",
                "7:21 unknown-token: there is no access token `api` (declare it under `tokens:`)"
            ),
            ("basic: {user: a, password: b}, bearer: c", "7:13 bad-value: `auth` has one kind besides `mtls`, not 2"),
            (
                "jwt: {algorithm: none, key: {secret: key}}",
                "7:31 bad-value: `algorithm` cannot be `none` (one of: ES256, HS256, HS384, HS512, RS256, RS384, RS512)"
            ),
            (
                "jwt: {algorithm: HS256, key: {secret: kye}}",
                "7:52 undeclared-secret: the secret `kye` is not declared (did you mean `key`?)"
            ),
            (
                "aws_sigv4: {service: s, region: r, access_key: a}",
                "7:25 missing-key: `secret_key` is missing (add `secret_key: …`)"
            ),
            (
                "hmac: {algorithm: sha256, key: {secret: key}, encoding: hex, content: item, header: {name: X}}",
                "7:84 cel-unknown-name: unknown name `item` "
                    + "(one of: action, body, callback_url, config, input, known_id, method, now, url)"
            ),
            ("mtls: {certificate: {secret: key}}", "7:20 missing-key: `key` is missing (add `key: …`)"),
            ("tokn: api", "7:14 unknown-key: unknown key `tokn` (did you mean `token`?)"),
        ]
    )
    func credentials(auth: String, problem: String) {
        let yaml = """
            \(Self.head)  send:
                request:
                  auth: {\(auth)}
                  method: POST
                  url: https://api.example.com/
                idempotency: none
                response: {ok: status == 200}
            """
        #expect(found(yaml) == [problem])
    }

    @Test(
        "bodies",
        arguments: [
            (
                "multipart: {f: {contnt: x}}",
                [
                    "5:84 missing-key: `content` is missing (add `content: …`)",
                    "5:85 unknown-key: unknown key `contnt` (did you mean `content`?)",
                ]
            ),
            ("multipart: x", ["5:80 wrong-type: `multipart` must be a mapping, not text"]),
            (
                "xml: '<a>${input.to}</a>'",
                ["5:80 unescaped-xml: this may hold `<` or `&` (write `${xml_escape(input.to)}`)"]
            ),
            (
                "xml: '<a>${xml_escape(input.to)}${input.n}${input.n > 1 ? \"<b/>\" + xml_escape(input.to) : \"\"}</a>'",
                []
            ),
        ] as [(String, [String])]
    )
    func bodies(body: String, expected: [String]) {
        let yaml =
            "\(Self.head)  send: {request: {method: POST, url: 'https://api.example.com/', \(body)}, input: {to: string, n: int}, idempotency: none, response: {ok: status == 200}}\n"
        #expect(found(yaml).map(Self.withoutPlace) == expected.map(Self.withoutPlace))
    }

    private static func withoutPlace(_ problem: String) -> String {
        problem.split(separator: " ", maxSplits: 1).last.map(String.init) ?? problem
    }

    @Test(
        "keys in the body",
        arguments: [
            ("{body: a..b, value: '1'}", "bad-value: `body` must be a path (as in `data.key`)"),
            ("{body: a, header: H, value: '1'}", "bad-value: the key stands in a header or in the body, not in both"),
            (
                "{body: a, value: '1'}",
                "bad-value: the body has no place for `a` (write `json`, `form` or `form_nested`)"
            ),
            ("{body: a}", "missing-key: `value` is missing (add `value: …`)"),
        ]
    )
    func keys(idempotency: String, problem: String) {
        let all = found(Self.head + Self.action("send", "", idempotency: idempotency)).map(Self.withoutPlace)
        #expect(all.contains(problem), "\(all)")
    }

    @Test(
        "fallbacks",
        arguments: [
            (
                ["a": "fallback: [{when: status == 409, action: bb}]", "b": ""],
                ["unknown-action: there is no action `bb` (did you mean `b`?)"]
            ),
            (
                ["a": "fallback: [{when: status == 409, action: b}]", "b": "input: {id: string, at: string?}"],
                ["missing-input: `b` needs the input `id` (add `input: {id: …}`)"]
            ),
            (["a": "fallback: [{when: status == 409, action: b, input: {id: '1'}}]", "b": "input: {id: string}"], []),
            (
                ["a": "fallback: [{when: status == 409, action: b, input: {know_id: '1'}}]", "b": ""],
                ["unknown-input: `b` takes no input `know_id` (did you mean `known_id`?)"]
            ),
            (
                ["a": "fallback: [{when: status == 409, action: a}]"],
                ["fallback-circle: the fallbacks go in a circle: a → a"]
            ),
            (
                [
                    "a": "fallback: [{when: 'true', action: b}]", "b": "fallback: [{when: 'true', action: c}]",
                    "c": "fallback: [{when: 'true', action: b}]",
                ],
                ["fallback-circle: the fallbacks go in a circle: b → c → b"]
            ),
            (
                [
                    "a": "fallback: [{when: 'true', action: b}]", "b": "fallback: [{when: 'true', action: c}]",
                    "c": "fallback: [{when: 'true', action: d}]", "d": "fallback: [{when: 'true', action: e}]", "e": "",
                ],
                ["long-fallback: more than 3 fallbacks after another: a → b → c → d → e"]
            ),
            (
                ["a": "fallback: [{when: item.id == 1, action: b}]", "b": ""],
                [
                    "cel-unknown-name: unknown name `item` (one of: action, body, callback_url, config, header_all, headers, "
                        + "input, json, known_id, now, status)"
                ]
            ),
        ] as [(KeyValuePairs<String, String>, [String])]
    )
    func fallbacks(actions: KeyValuePairs<String, String>, expected: [String]) {
        let yaml = Self.head + actions.map { Self.action($0.key, $0.value) }.joined()
        #expect(found(yaml).map(Self.withoutPlace) == expected)
    }

    @Test(
        "lookups",
        arguments: [
            ("natural", []),
            (
                "none",
                [
                    "lookup-acts: `b` may change something, so that nobody can be asked by it "
                        + "(if it only looks, it has `idempotency: natural`)"
                ]
            ),
        ] as [(String, [String])]
    )
    func lookups(idempotency: String, expected: [String]) {
        let yaml =
            Self.head + Self.action("a", "lookup: {action: b, found: status == 200}")
            + Self.action("b", "", idempotency: idempotency)
        #expect(found(yaml).map(Self.withoutPlace) == expected)
    }

    @Test(
        "access tokens",
        arguments: [
            ("{request: REQUEST}", ["missing-key: `grant` is missing (add `grant: …`)"]),
            (
                "{grant: password, request: REQUEST}",
                ["bad-value: `grant` cannot be `password` (one of: client_credentials, jwt_bearer, refresh_token)"]
            ),
            ("{grant: jwt_bearer, request: REQUEST}", ["missing-key: `jwt` is missing (add `jwt: …`)"]),
            (
                "{grant: client_credentials, request: {method: POST, url: 'https://x.example/', form: {a: '${input.to}'}}}",
                ["cel-unknown-name: unknown name `input` (one of: config, now)"]
            ),
            (
                "{grant: client_credentials, request: {method: POST, url: 'https://x.example/', auth: {token: a}}}",
                ["unknown-token: there is no access token `a` (declare it under `tokens:`)"]
            ),
            (
                "{grant: client_credentials, request: REQUEST, header: {value: 'x ${tokn}'}}",
                ["cel-unknown-name: unknown name `tokn` (did you mean `token`?)"]
            ),
            (
                "{grant: client_credentials, request: REQUEST, response: {expires: 1}}",
                ["unknown-key: unknown key `expires` (one of: error, expires_in, ok, token)"]
            ),
        ]
    )
    func tokens(grant: String, expected: [String]) {
        let request = "{method: POST, url: 'https://id.example.com/', form: {k: '${secret(\"key\")}'}}"
        let yaml =
            "connector: x\nversion: 1\nsecrets: [key]\nverify: {none: {because: test}}\ntokens:\n  a: \(grant.replacing("REQUEST", with: request))\n"
        #expect(found(yaml).map(Self.withoutPlace) == expected)
    }

    @Test(
        "keys that are written out",
        arguments: [
            ("actions", "aws_sigv4: {service: s, region: r, access_key: a, secret_key: swordfish}"),
            ("tokens", "basic: {user: u, password: swordfish}"), ("tokens", "bearer: swordfish"),
        ]
    )
    func clear(part: String, auth: String) {
        let request = "request: {method: POST, url: 'https://a.example/', auth: {\(auth)}}"
        let more =
            part == "tokens" ? "grant: client_credentials" : "idempotency: natural, response: {ok: status == 200}"
        let yaml = "connector: x\nversion: 1\nverify: {none: {because: test}}\n\(part): {a: {\(request), \(more)}}\n"
        #expect(problems(yaml).map { $0.split(separator: " ")[1] } == ["secret-in-clear:"])
    }
}
