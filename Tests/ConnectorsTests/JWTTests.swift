import Core
import Crypto
import CryptoExtras
import Testing

@testable import Connectors

/// Signed tokens: which algorithms, whose signature, which dates and claims.
@Suite("Verify steps: jwt") struct JWTTests {
    private static let rsa = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
    private static let p256 = P256.Signing.PrivateKey()

    private static func step(_ algorithms: String, key: String = "secret: key", more: String = "") -> String {
        """
        all:
          - type: jwt
            token: headers.authorization.replace("Bearer ", "")
            algorithms: [\(algorithms)]
            key: {\(key)}
            leeway_s: 5
            \(more)
        """
    }

    private static func part(_ json: String) -> String { Base64.encode(Array(json.utf8), urlSafe: true) }

    /// A token that is signed with `key`: a shared secret, or a private key in PEM.
    private static func token(
        _ algorithm: TokenAlgorithm = .hs256,
        _ claims: String = "{}",
        header: String? = nil,
        key: String = "k"
    ) throws -> String {
        let header = header ?? "{\"alg\":\"\(algorithm.rawValue)\"}"
        let signed = Array("\(part(header)).\(part(claims))".utf8)
        let signature =
            algorithm.hash.map { $0.authenticate(signed, key: Array(key.utf8)) }
            ?? algorithm.scheme?.sign(signed, privateKey: key)
        return "\(part(header)).\(part(claims))." + Base64.encode(try #require(signature), urlSafe: true)
    }

    private static func judged(
        _ token: String,
        _ step: String,
        secrets: [String: [String]] = ["key": ["k"]],
        documents: [String: String] = [:]
    ) throws -> String {
        let source = source(
            try connector(secrets: secrets.keys.sorted().joined(separator: ", "), verify: step),
            secrets: secrets
        )
        let webhook = request("hello", headers: ["Authorization": "Bearer \(token)"])
        return Trial(webhook, source: source, now: noon, documents: documents).reason
    }

    @Test("every algorithm of a shared key", arguments: [TokenAlgorithm.hs256, .hs384, .hs512])
    func shared(algorithm: TokenAlgorithm) throws {
        let step = Self.step("HS256, HS384, HS512")
        #expect(try Self.judged(Self.token(algorithm), step) == "ok")
        #expect(try Self.judged(Self.token(algorithm, key: "other"), step) == "bad_signature")
        #expect(try Self.judged(Self.token(algorithm), step, secrets: ["key": ["new", "k"]]) == "ok")
        #expect(try Self.judged(Self.token(algorithm), step, secrets: ["key": []]) == "no_applicable_scheme")
        #expect(try Self.judged(Self.token(algorithm, key: ""), step, secrets: ["key": [""]]) == "no_applicable_scheme")
    }

    @Test("every algorithm of a private key", arguments: [TokenAlgorithm.rs256, .rs384, .rs512, .es256])
    func published(algorithm: TokenAlgorithm) throws {
        let rsa = try Self.rsa.get()
        let (mine, other) = (rsa.pemRepresentation, Self.p256.pemRepresentation)
        let isRSA = algorithm != .es256
        let token = try Self.token(algorithm, key: isRSA ? mine : other)
        let keys = ["key": [isRSA ? rsa.publicKey.pemRepresentation : Self.p256.publicKey.pemRepresentation]]
        let step = Self.step("RS256, RS384, RS512, ES256", key: "public: key")
        #expect(try Self.judged(token, step, secrets: keys) == "ok")
        let forged = String(token.dropLast(8)) + (token.hasSuffix("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA")
        #expect(try Self.judged(forged, step, secrets: keys).hasSuffix("signature"))
    }

    @Test("a public key is never taken for a shared one")
    func confusion() throws {
        let pem = try Self.rsa.get().publicKey.pemRepresentation
        let token = try Self.token(.hs256, key: pem)
        #expect(
            try Self.judged(token, Self.step("RS256", key: "public: key"), secrets: ["key": [pem]]) == "bad_algorithm"
        )
    }

    @Test(
        "what is no token, or none that is signed as it must be",
        arguments: [
            ("asdf", "malformed_signature"), ("a.b.c", "malformed_signature"), ("", "missing_signature"),
            ("e30.e30.e30.e30.e30", "malformed_signature"), ("e30.e30.", "bad_algorithm"),
            ("\(part(#"{"alg":"none"}"#)).e30.", "bad_algorithm"),
            ("\(part(#"{"alg":"None"}"#)).e30.", "bad_algorithm"),
            ("\(part(#"{"alg":"HS384"}"#)).e30.AAAA", "bad_algorithm"),
            ("\(part("[]")).e30.AAAA", "malformed_signature"),
            ("\(part(#"{"alg":"HS256"}"#))=.e30.AAAA", "malformed_signature"),
        ]
    )
    func malformed(token: String, reason: String) throws {
        #expect(try Self.judged(token, Self.step("HS256")) == reason)
    }

    @Test("an extension that must be understood is not")
    func extensions() throws {
        let header = #"{"alg":"HS256","crit":["b64"],"b64":false}"#
        #expect(try Self.judged(Self.token(header: header), Self.step("HS256")) == "bad_algorithm")
    }

    @Test(
        "dates",
        arguments: [
            (#"{"nbf":1760000005}"#, "ok"), (#"{"nbf":1760000006}"#, "future_timestamp"),
            (#"{"exp":1759999996}"#, "ok"),
            (#"{"exp":1759999995}"#, "stale_timestamp"), (#"{"exp":1759999995.9}"#, "stale_timestamp"),
            (#"{"iat":1760000006}"#, "future_timestamp"), (#"{"exp":"soon"}"#, "bad_claim"),
            (#"{"nbf":null}"#, "bad_claim"),
            (#"{"exp":9223372036854775807}"#, "ok"), (#"{"exp":1e300}"#, "bad_claim"),
            (#"{"nbf":9223372036854775807}"#, "future_timestamp"),
        ]
    )
    func dates(claims: String, reason: String) throws {
        #expect(try Self.judged(Self.token(.hs256, claims), Self.step("HS256")) == reason)
    }

    @Test(
        "how old a token may be",
        arguments: [(1_759_999_700, "ok"), (1_759_999_699, "stale_timestamp"), (nil, "bad_claim")] as [(Int?, String)]
    )
    func age(issued: Int?, reason: String) throws {
        let claims = issued.map { "{\"iat\":\($0)}" } ?? "{}"
        #expect(try Self.judged(Self.token(.hs256, claims), Self.step("HS256", more: "max_age_s: 300")) == reason)
    }

    @Test("claims, each with its reason; a claim that is not there does not hold")
    func claims() throws {
        let more = """
            claims:
                  - {require: claims.iss == "me"}
                  - {require: claims.payload_hash == hex(sha256(body)), reason: body_hash_mismatch}
            """
        let step = Self.step("HS256", more: more)
        let hash = Hex.encode(HashAlgorithm.sha256.digest(Array("hello".utf8)))
        let reasons = try [
            #"{"iss":"me","payload_hash":"\#(hash)"}"#, #"{"iss":"me","payload_hash":"00"}"#, #"{"iss":"me"}"#, "{}",
        ]
        .map { try Self.judged(Self.token(.hs256, $0), step) }
        #expect(reasons == ["ok", "body_hash_mismatch", "body_hash_mismatch", "bad_claim"])
        #expect(
            try Self.judged(Self.token(.hs256, "{}", key: "x"), step) == "bad_signature",
            "nothing is believed unsigned"
        )
    }

    @Test("a key of a set, by the name the token gives")
    func keySet() throws {
        let url = "https://keys.example.com/set.json"
        let step = Self.step("ES256", key: #"jwks_url: '"\#(url)"', allow: 'https://keys\.example\.com/set\.json'"#)
        let point = Array(Self.p256.publicKey.x963Representation).dropFirst()
        let (x, y) = (Base64.encode(Array(point.prefix(32))), Base64.encode(Array(point.suffix(32))))
        let set =
            #"{"keys":[{"kty":"oct","kid":"a","k":"aw"},{"kty":"EC","crv":"P-256","kid":"b","x":"\#(x)","y":"\#(y)"}]}"#
        let token = { (id: String) in
            try Self.token(.es256, header: #"{"alg":"ES256","kid":"\#(id)"}"#, key: Self.p256.pemRepresentation)
        }
        let judged = { (id: String, documents: [String: String]) in
            try Self.judged(token(id), step, secrets: [:], documents: documents)
        }
        #expect(try judged("b", [url: set]) == "ok")
        #expect(try judged("c", [url: set]) == "bad_signature")
        #expect(try judged("a", [url: set]) == "bad_signature", "a shared key in a public set is none")
        #expect(try judged("b", [url: "{}"]) == "cert_unavailable")
        #expect(try judged("b", [:]) == "cert_unavailable")
        #expect(try Self.judged(Self.token(key: "k"), step, secrets: [:], documents: [url: set]) == "bad_algorithm")
    }

    @Test("a set without the key is to be fetched again")
    func renewal() throws {
        let step = Self.step(
            "ES256",
            key: #"jwks_url: '"https://k.example.com/s"', allow: 'https://k\.example\.com/s'"#
        )
        let source = source(try connector(verify: step))
        let token = try Self.token(.es256, header: #"{"alg":"ES256","kid":"new"}"#, key: Self.p256.pemRepresentation)
        let webhook = request(headers: ["Authorization": token])
        for (documents, isRenewal) in [([:], false), (["https://k.example.com/s": #"{"keys":[]}"#], true)] {
            let verification = source.verify(webhook, at: noon, documents: documents)
            guard case .needs(.document(let request), otherwise: _) = verification else {
                Issue.record("nothing is needed")
                continue
            }
            #expect(request.isRenewal == isRenewal)
            #expect(request.lifetime == .days(1))
        }
    }

    @Test("a sandbox signs header and claims that it is given")
    func signing() throws {
        let source = source(try connector(secrets: "key", verify: Self.step("HS256")), secrets: ["key": ["k"]])
        let head = Self.part(#"{"alg":"HS256"}"#) + "." + Self.part("{}")
        let signed = source.sign(request(headers: ["Authorization": "Bearer \(head)."]), at: noon) { token in
            request(headers: ["Authorization": "Bearer \(token)"])
        }
        #expect(reason(try #require(signed), source) == "ok")
    }

    @Test(
        "what an author may not write",
        arguments: [
            ("algorithms: [none]", "a token without a signature proves nothing"),
            ("algorithms: []", "`algorithms` needs one"),
            ("algorithms: [HS265]", "`algorithms` cannot be `HS265`"),
            ("algorithms: [HS256, RS256]", "RS256 cannot be checked with this key"),
            ("key: {secret: key}", "`algorithms` is missing"),
        ]
    )
    func lint(line: String, message: String) {
        var lines = ["algorithms: [HS256]", "key: {secret: key}"]
        lines[line.hasPrefix("algorithms") ? 0 : 1] = line
        if line.hasPrefix("key") { lines.removeFirst() }
        let yaml = """
            connector: x
            version: 1
            secrets: [key]
            verify: {all: [{type: jwt, token: string(body), \(lines.joined(separator: ", "))}]}
            """
        #expect(problems(yaml).contains { $0.contains(message) }, "\(problems(yaml))")
    }
}
