import Core
import Crypto
import Testing

@testable import Connectors

@Suite("What is wrong with secrets") struct SecretFindingTests {
    private static let hmac = """
        all:
          - {type: hmac, algorithm: sha256, key: {secret: s, decode: DECODE}, content: body, signature: query.s, encoding: hex}
        """

    private func findings(_ value: String, decode: String = "utf8") throws -> [String] {
        let verify = Self.hmac.replacing("DECODE", with: decode)
        return try findings(of: source(connector(secrets: "s", verify: verify), secrets: ["s": [value]]))
    }

    private func findings(of source: Source) -> [String] { source.secretFindings(at: noon).map(\.message) }

    @Test(
        "a good secret is no finding",
        arguments: ["q8Zx41mPv0Lw7Rk2", "a sentence with blanks in it", "t0k\u{E9}nWithAccents!"]
    )
    func good(value: String) throws {
        #expect(try findings(value) == [])
    }

    @Test(
        "slips of pasting are told",
        arguments: [
            ("q8Zx41mPv0Lw7Rk2 ", "blank"), ("\tq8Zx41mPv0Lw7Rk2", "blank"), ("\"q8Zx41mPv0Lw7Rk2\"", "quotes"),
            ("<your signing secret>", "placeholder"), ("changeme-changeme-changeme", "placeholder"),
            ("xxxxxxxxxxxxxxxxxxxx", "placeholder"), ("your_endpoint_secret_here", "placeholder"),
            ("${WEBHOOK_SECRET_VALUE}", "variable"), ("{{ webhook_secret_value }}", "template"),
            ("swordfish", "guessed"),
        ]
    )
    func slips(value: String, word: String) throws {
        let found = try findings(value)
        #expect(found.contains { $0.contains(word) }, "\(found)")
        #expect(!found.contains { $0.contains(value) }, "a secret is shown")
    }

    @Test(
        "a key that is not written as the connector reads it",
        arguments: [("hex", "zz00zz00zz00zz00"), ("base64", "not*base64*at*all")]
    )
    func encodings(decode: String, value: String) throws {
        #expect(try findings(value, decode: decode) == ["is not \(decode), as the connector reads it"])
    }

    @Test("a missing secret is told with what it is for, unless nothing needs it")
    func missing() throws {
        let request = "{method: POST, url: 'https://api.example.com/', auth: {bearer: '${secret(\"key\")}'}}"
        let connector = try connector(
            secrets: "s, key, spare",
            verify: Self.hmac.replacing("DECODE", with: "utf8"),
            actions: "send: {request: \(request), idempotency: none, response: {ok: status == 200}}"
        )
        let found = source(connector).secretFindings(at: noon)
        #expect(found.map(\.secret) == ["s", "key"] && found.map(\.isError) == [true, false])
        #expect(found.map(\.message)[1].contains("send"))
    }

    @Test("a public key, a pair of user and password and a private key must be what they are used for")
    func kinds() throws {
        let verify = """
            all:
              - {type: pubkey, algorithm: ecdsa-sha256, key: {public: pub}, content: body, signature: query.s, encoding: base64}
              - {type: basic, secret: login}
            """
        let jwt = "{algorithm: ES256, key: {secret: private}}"
        let request = "{method: GET, url: 'https://api.example.com/', auth: {jwt: \(jwt)}}"
        let connector = try connector(
            secrets: "pub, login, private",
            verify: verify,
            actions: "ask: {request: \(request), idempotency: natural, response: {ok: status == 200}}"
        )
        let key = P256.Signing.PrivateKey()
        let good = [
            "pub": [key.publicKey.pemRepresentation], "login": ["user:q8Zx41mPv0Lw7Rk2"],
            "private": [key.pemRepresentation],
        ]
        #expect(findings(of: source(connector, secrets: good)) == [])
        let bad = ["pub": [key.pemRepresentation], "login": ["user"], "private": [key.publicKey.pemRepresentation]]
        #expect(
            findings(of: source(connector, secrets: bad)) == [
                "is no public key of the kind that signs", "is not `user:password`", "is no private key for ES256",
            ]
        )
    }

    @Test("where a source calls: actions, by base_url, and keys, by the host of their pattern")
    func destinations() throws {
        let verify = """
            all:
              - type: jwt
                token: headers.authorization
                algorithms: [ES256]
                key: {jwks_url: headers.set, allow: 'https://keys\\.example\\.com/[a-z]+'}
            """
        let request = "{method: GET, url: 'https://api.example.com/v1/${input.id}'}"
        let connector = try connector(
            verify: verify,
            actions: "ask: {input: {id: int}, request: \(request), idempotency: natural, response: {ok: status == 200}}"
        )
        let keys = Destination(origin: "https://keys.example.com", purpose: "published keys", isOwn: false)
        #expect(
            source(connector).destinations(at: noon) == [
                Destination(origin: "https://api.example.com", purpose: "action ask", isOwn: false), keys,
            ]
        )
        #expect(
            source(connector, baseURL: "http://127.0.0.1:8081/x").destinations(at: noon) == [
                Destination(origin: "http://127.0.0.1:8081/x", purpose: "action ask", isOwn: true), keys,
            ]
        )
    }
}
