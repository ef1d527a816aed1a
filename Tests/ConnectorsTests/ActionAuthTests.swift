import CEL
import Core
import Crypto
import CryptoExtras
import Testing

@testable import Connectors

/// How an action shows who we are: tokens that we sign, codes over the request, certificates.
@Suite("Credentials of actions") struct ActionAuthTests {
    private static func call(
        auth: String,
        secrets: [String: [String]],
        more: String = "json: {to: '${input.to}'}"
    ) throws -> HTTPCall {
        let yaml = """
            actions:
              send:
                input: {to: string}
                request: {method: POST, url: 'https://api.example.com/a b?q=1', auth: {\(auth)}, \(more)}
                idempotency: none
                response: {ok: status == 200}
            """
        let scene = try CallScene(yaml, secrets: secrets, config: ["host": "app-1"], ScriptedProvider([.reply(200)]))
        return try scene.action().call(scene.request())
    }

    private static func token(_ call: HTTPCall) throws -> JSONWebToken {
        let value = try #require(call.header("authorization"))
        #expect(value.hasPrefix("Bearer "))
        return try #require(JSONWebToken(String(value.dropFirst("Bearer ".count))))
    }

    @Test("a token with a shared key")
    func sharedKey() throws {
        let auth =
            "jwt: {algorithm: HS256, key: {secret: key, decode: hex}, key_id: k1, claims: {iss: '${config.host}', n: 1, aud: null}, ttl: 15m}"
        let token = try Self.token(Self.call(auth: auth, secrets: ["key": ["00ff"]]))
        #expect(token.header == ["alg": "HS256", "typ": "JWT", "kid": "k1"])
        #expect(token.claims["iss"] == "app-1")
        #expect(token.claims["n"] == 1)
        #expect(token.claims["aud"] == nil)
        #expect(token.claims["iat"] == 1_760_000_000)
        #expect(token.claims["exp"] == 1_760_000_900)
        #expect(token.signature == HashAlgorithm.sha256.authenticate(token.signed, key: [0x00, 0xFF]))
    }

    @Test("its id is the same for one call, and another for another")
    func uniqueID() throws {
        let auth = "jwt: {algorithm: HS256, key: {secret: key}}"
        let ids = try ["x", "x"].map { _ in
            try Self.token(Self.call(auth: auth, secrets: ["key": ["k"]])).claims["jti"]?.string ?? ""
        }
        #expect(ids[0] == ids[1])
        #expect(ids[0].utf8.count == 36)
        let template = TokenTemplate(
            algorithm: .hs256,
            key: SecretKey(secret: "key", encoding: .utf8, prefix: "", digest: nil),
            keyID: nil,
            claims: [],
            lifetime: .seconds(60)
        )
        let secrets = SecretSet(["key": [Secret("k")]])
        let others = try [("a", noon), ("b", noon), ("a", noon.adding(.milliseconds(1)))].map { id, now in
            let text = try template.token(ActionScopes.environment.bindings(), secrets, id: id, now: now)
            return JSONWebToken(text)?.claims["jti"]?.string
        }
        #expect(Set(others).count == 3)
    }

    @Test("a claim that is written is not filled in")
    func ownClaims() throws {
        let auth = "jwt: {algorithm: HS256, key: {secret: key}, claims: {jti: null, exp: 5}}"
        let token = try Self.token(Self.call(auth: auth, secrets: ["key": ["k"]]))
        #expect(token.claims == ["exp": 5, "iat": 1_760_000_000])
    }

    @Test("a token with a private key, however it is written")
    func privateKey() throws {
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let elliptic = P256.Signing.PrivateKey()
        let cases: [(String, String, PublicKey)] = [
            ("RS256", rsa.pemRepresentation, .rsa(rsa.publicKey)),
            ("RS512", rsa.pkcs8PEMRepresentation, .rsa(rsa.publicKey)),
            ("ES256", elliptic.pemRepresentation, .p256(elliptic.publicKey)),
        ]
        for (name, pem, key) in cases {
            let auth = "jwt: {algorithm: \(name), key: {secret: key}}"
            let token = try Self.token(Self.call(auth: auth, secrets: ["key": [pem]]))
            let scheme = try #require(token.algorithm?.scheme)
            #expect(scheme.verifies(token.signed, [token.signature], by: key), "\(name)")
        }
    }

    @Test("a key that is none is told without showing it")
    func noKey() throws {
        let auth = "jwt: {algorithm: ES256, key: {secret: key}}"
        let failure = #expect(throws: ReadFailure.self) { try Self.call(auth: auth, secrets: ["key": ["hush"]]) }
        #expect(failure?.reason == "the secret `key` is no private key for ES256")
    }

    @Test("a code over the request as it is sent")
    func code() throws {
        let auth =
            "hmac: {algorithm: sha256, key: {secret: key}, encoding: hex, "
            + "content: 'method + url + string(body) + string(unix(now))', header: {name: X-Sig, value: 'v1=${signature}'}}"
        let more = "query: {p: '${input.to}'}, json: {to: '${input.to}'}"
        let call = try Self.call(auth: auth, secrets: ["key": ["k"]], more: more)
        let content = "POSThttps://api.example.com/a b?q=1&p=x" + #"{"to":"x"}"# + "1760000000"
        let code = HashAlgorithm.sha256.authenticate(Array(content.utf8), key: Array("k".utf8))
        #expect(call.headers.last?.name == "X-Sig")
        #expect(call.headers.last?.value == "v1=\(Hex.encode(code))")
    }

    @Test("the code alone, in Base64")
    func plainCode() throws {
        let auth = "hmac: {algorithm: sha1, key: {secret: key}, encoding: base64, content: body, header: {name: X-Sig}}"
        let call = try Self.call(auth: auth, secrets: ["key": ["k"]], more: "text: '${input.to}'")
        let code = HashAlgorithm.sha1.authenticate(Array("x".utf8), key: Array("k".utf8))
        #expect(call.header("x-sig") == Base64.encode(code))
    }

    @Test("a certificate, alone and beside another kind")
    func certificate() throws {
        let identity = "mtls: {certificate: {secret: certificate}, key: {secret: key}}"
        let secrets = ["certificate": ["PEM 1"], "key": ["PEM 2"]]
        let alone = try Self.call(auth: identity, secrets: secrets)
        #expect(alone.identity == ClientIdentity(certificate: Secret("PEM 1"), key: Secret("PEM 2")))
        #expect(alone.header("authorization") == nil)
        let both = try Self.call(auth: "\(identity), bearer: abc", secrets: secrets)
        #expect(both.identity != nil)
        #expect(both.header("authorization") == "Bearer abc")
        let failure = #expect(throws: ReadFailure.self) {
            try Self.call(auth: identity, secrets: ["certificate": ["PEM 1"], "key": []])
        }
        #expect(failure?.reason == "the secret `key` is not configured")
    }

    @Test("the secrets of a token are secrets of the action")
    func secrets() throws {
        let yaml = """
            tokens:
              api: {grant: refresh_token, request: {method: POST, url: 'https://id.example.com/t', form: {r: '${secret("refresh")}'}}}
            actions:
              send:
                request: {method: POST, url: 'https://api.example.com/', auth: {token: api}, headers: {X-Own: '${secret("own")}'}}
                idempotency: none
                response: {ok: status == 200}
            """
        let scene = try CallScene(yaml, secrets: ["refresh": [], "own": []], ScriptedProvider([.reply(200)]))
        #expect(try scene.action().secrets == ["refresh", "own"])
    }

    @Test("a request that is only shown has no token")
    func shown() throws {
        let yaml = """
            tokens:
              api: {grant: client_credentials, request: {method: POST, url: 'https://id.example.com/t'}}
            actions:
              send:
                request: {method: POST, url: 'https://api.example.com/', auth: {token: api}}
                idempotency: none
                response: {ok: status == 200}
            """
        let scene = try CallScene(yaml, ScriptedProvider([.reply(200)]))
        let action = try scene.action()
        #expect(action.tokenName == "api")
        #expect(try action.call(scene.request([:])).header("authorization") == "Bearer ***")
        #expect(try action.call(scene.request([:]), token: Secret("t")).header("authorization") == "Bearer t")
    }
}
