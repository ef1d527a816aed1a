import Core
import Synchronization
import Testing

@testable import Connectors

/// Access tokens: how they are asked for, shared, renewed and thrown away.
@Suite("Access tokens") struct TokenTests {
    private static let secrets = ["id": ["me"], "key": ["s3cret-s3cret"]]
    private static let action = """
        actions:
          send:
            input: {to: string}
            request: {method: POST, url: https://api.example.com/send, auth: {token: api}, json: {to: "${input.to}"}}
            idempotency: none
            response: {ok: status == 200, reauth: status == 401, permanent: status == 400, retry: status == 429}
        """
    private static let plain = """
        tokens:
          api:
            grant: client_credentials
            request: {method: POST, url: https://id.example.com/token, auth: {basic: {user: '${secret("id")}', password: '${secret("key")}'}}}

        """

    private static func scene(
        _ tokens: String = plain,
        origins: OriginMap = OriginMap(),
        baseURL: String? = nil,
        _ answer: @escaping @Sendable (HTTPCall, Int) async -> CallResult
    ) throws -> CallScene {
        let provider = ScriptedProvider(answer)
        return try CallScene(tokens + action, secrets: secrets, baseURL: baseURL, origins: origins, provider)
    }

    private final class Count: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock(\.self) }
        func raise() { count.withLock { $0 += 1 } }
    }

    private static func isToken(_ call: HTTPCall) -> Bool { call.url.hasSuffix("/token") }

    @Test("asked for once, then kept")
    func kept() async throws {
        let scene = try Self.scene { call, _ in
            Self.isToken(call) ? .reply(200, #"{"access_token":"abc","expires_in":3600}"#) : .reply(200)
        }
        for _ in 0..<3 { #expect(try await scene.perform().outcome.line == "accepted") }
        #expect(
            scene.provider.lines == ["POST https://id.example.com/token"]
                + Array(repeating: "POST https://api.example.com/send", count: 3)
        )
        let asked = scene.provider.calls[0]
        #expect(asked.text == "grant_type=client_credentials")
        #expect(asked.header("authorization") == BasicCredentials.header("me:s3cret-s3cret"))
        #expect(asked.limits.startDeadline == nil)
        #expect(asked.limits.allowsPrivateAddresses == false)
        #expect(scene.provider.calls[1].header("authorization") == "Bearer abc")
    }

    @Test(
        "grants",
        arguments: [
            (
                "grant: refresh_token, request: {method: POST, url: 'https://id.example.com/token', form: {refresh_token: '${secret(\"key\")}'}}, header: {value: 'Other-oauthtoken ${token}'}",
                "grant_type=refresh_token&refresh_token=s3cret-s3cret", "authorization: Other-oauthtoken abc"
            ),
            (
                "grant: client_credentials, request: {method: POST, url: 'https://id.example.com/token', json: {grant_type: own, id: '${secret(\"id\")}'}}, header: {name: X-Token, value: '${token}'}",
                #"{"grant_type":"own","id":"me"}"#, "X-Token: abc"
            ),
            (
                "grant: client_credentials, request: {method: POST, url: 'https://id.example.com/token', query: {grant_type: q}}, response: {token: '${json.data.t}'}",
                "", "authorization: Bearer inner"
            ),
        ]
    )
    func grants(yaml: String, body: String, header: String) async throws {
        let scene = try Self.scene("tokens:\n  api: {\(yaml)}\n") { call, _ in
            call.url.contains("/token") ? .reply(200, #"{"access_token":"abc","data":{"t":"inner"}}"#) : .reply(200)
        }
        #expect(try await scene.perform().outcome.line == "accepted")
        #expect(scene.provider.calls.first?.text == body)
        let last = try #require(scene.provider.calls.last?.headers.last)
        #expect("\(last.name): \(last.value)" == header)
    }

    @Test("a signed assertion")
    func assertion() async throws {
        let yaml = """
            tokens:
              api:
                grant: jwt_bearer
                jwt: {algorithm: HS256, key: {secret: key}, claims: {iss: '${secret("id")}', aud: https://id.example.com, jti: null}, ttl: 3m}
                request: {method: POST, url: https://id.example.com/token}

            """
        let scene = try Self.scene(yaml) { call, _ in
            Self.isToken(call) ? .reply(200, #"{"access_token":"abc"}"#) : .reply(200)
        }
        #expect(try await scene.perform().outcome.line == "accepted")
        let pairs = FormText.pairs(scene.provider.calls[0].body)
        #expect(pairs.map(\.name) == ["grant_type", "assertion"])
        #expect(pairs[0].value == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        let token = try #require(JSONWebToken(pairs[1].value))
        #expect(
            token.claims == ["iss": "me", "aud": "https://id.example.com", "iat": 1_760_000_000, "exp": 1_760_000_180]
        )
        let code = HashAlgorithm.sha256.authenticate(token.signed, key: Array("s3cret-s3cret".utf8))
        #expect(token.signature == code)
    }

    @Test("one request for all who wait")
    func herd() async throws {
        let waiting = Count()
        let scene = try Self.scene { call, _ in
            guard Self.isToken(call) else { return .reply(200) }
            while waiting.value < 50 { await Task.yield() }
            return .reply(200, #"{"access_token":"abc"}"#)
        }
        let action = try scene.action()
        let lines = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    waiting.raise()
                    return await scene.caller.perform(action, scene.request()).outcome.line
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(lines == Array(repeating: "accepted", count: 50))
        #expect(scene.provider.calls.count(where: Self.isToken) == 1)
    }

    @Test("a token that is not taken is thrown away, and the call made exactly once more")
    func reauth() async throws {
        let scene = try Self.scene { call, number in
            if Self.isToken(call) { return .reply(200, #"{"access_token":"t\#(number)"}"#) }
            return call.header("authorization") == "Bearer t0" ? .reply(401) : .reply(200)
        }
        #expect(try await scene.perform().outcome.line == "accepted")
        #expect(scene.provider.calls.map { Self.isToken($0) } == [true, false, true, false])
        #expect(scene.provider.calls.last?.header("authorization") == "Bearer t2")
        #expect(try await scene.perform().outcome.line == "accepted")
        #expect(scene.provider.calls.count == 5)
    }

    @Test("a provider that takes no token at all is asked twice")
    func reauthAgain() async throws {
        let scene = try Self.scene { call, _ in
            Self.isToken(call) ? .reply(200, #"{"access_token":"abc"}"#) : .reply(401)
        }
        #expect(try await scene.perform().outcome.line == "reauth")
        #expect(scene.provider.calls.map { Self.isToken($0) } == [true, false, true, false])
    }

    @Test("doubt is no reason to call again", arguments: [CallResult.lost(.timeout), .reply(500)])
    func doubt(result: CallResult) async throws {
        let scene = try Self.scene { call, _ in
            Self.isToken(call) ? .reply(200, #"{"access_token":"abc"}"#) : result
        }
        #expect(try await scene.perform().outcome.line.hasPrefix("unknown"))
        #expect(scene.provider.calls.count == 2)
    }

    @Test(
        "a token that cannot be had",
        arguments: [
            (.lost(.timeout), "timeout", 5), (.neverSent(.tlsFailed), "tls_failed", 5),
            (.reply(503), "http_503: status 503", 5),
            (
                .reply(400, #"{"error":"invalid_grant","error_description":"no s3cret-s3cret"}"#),
                "invalid_grant: no ***", 120
            ),
            (.reply(429, "", headers: [("retry-after", "40")]), "http_429: status 429", 40),
            (.reply(200, #"{"access_token":""}"#), "http_200: status 200", 5),
            (.reply(200, "<html>"), "http_200: status 200", 5),
        ] as [(CallResult, String, Int64)]
    )
    func refused(result: CallResult, said: String, seconds: Int64) async throws {
        let scene = try Self.scene { _, _ in result }
        for _ in 0..<2 {
            guard case .refused("token_unavailable", let message, let wait?, false) = try await scene.perform().outcome
            else {
                Issue.record("not refused")
                return
            }
            #expect(message == said)
            #expect(wait <= .seconds(seconds))
            #expect(wait > .seconds(seconds - 2))
        }
        #expect(scene.provider.calls.count == 1)
    }

    @Test("an assertion that cannot be made asks nobody")
    func unsigned() async throws {
        let yaml = """
            tokens:
              api:
                grant: jwt_bearer
                jwt: {algorithm: RS256, key: {secret: key}, ttl: 3m}
                request: {method: POST, url: https://id.example.com/token, form: {client: '${secret("id")}'}}

            """
        let scene = try Self.scene(yaml) { _, _ in .reply(200) }
        guard case .refused("token_unavailable", let message, _, false) = try await scene.perform().outcome else {
            Issue.record("not refused")
            return
        }
        #expect(message == "the secret `key` is no private key for RS256")
        #expect(scene.provider.calls.isEmpty)
    }

    @Test("`fetch` moves the request for a token, `base_url` the action")
    func origins() async throws {
        let origins = OriginMap(["https://id.example.com": "http://127.0.0.1:9/id"])
        let scene = try Self.scene(origins: origins, baseURL: "http://127.0.0.1:8") { call, _ in
            Self.isToken(call) ? .reply(200, #"{"access_token":"abc"}"#) : .reply(200)
        }
        #expect(try await scene.perform().outcome.line == "accepted")
        #expect(scene.provider.lines == ["POST http://127.0.0.1:9/id/token", "POST http://127.0.0.1:8/send"])
        #expect(scene.provider.calls[0].limits.allowsPrivateAddresses)
    }

    @Test("the deadline holds for the call, not for the token before it")
    func deadline() async throws {
        let scene = try Self.scene { call, _ in
            Self.isToken(call) ? .reply(200, #"{"access_token":"abc"}"#) : .reply(200)
        }
        let past = ContinuousClock.now.advanced(by: .seconds(-1))
        #expect(try await scene.perform(deadline: past).outcome.line == "refused permit_expired")
        #expect(scene.provider.calls.map { Self.isToken($0) } == [true])
        let future = ContinuousClock.now.advanced(by: .seconds(60))
        #expect(try await scene.perform(deadline: future).outcome.line == "accepted")
        #expect(scene.provider.calls.last?.limits.startDeadline == future)
    }

    @Test("new secrets, new token")
    func rotation() async throws {
        let scene = try Self.scene { call, number in
            Self.isToken(call) ? .reply(200, #"{"access_token":"t\#(number)"}"#) : .reply(200)
        }
        _ = try await scene.perform()
        let source = Source(
            name: "src",
            connector: scene.source.connector,
            secrets: SecretSet(["id": [Secret("me")], "key": [Secret("another")]]),
            config: [:],
            baseURL: nil
        )
        let request = ActionRequest(id: "d", input: ["to": "x"], source: source, callbackURL: "", now: noon)
        _ = await scene.caller.perform(try scene.action(), request)
        #expect(scene.provider.calls.count(where: Self.isToken) == 2)
        #expect(scene.provider.calls.last?.header("authorization") == "Bearer t2")
    }
}
