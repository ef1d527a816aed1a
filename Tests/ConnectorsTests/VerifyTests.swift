import Core
import Testing

@testable import Connectors

/// What each kind of step takes and refuses.
@Suite("Verify steps") struct VerifyTests {
    private static func hmac(_ algorithm: String = "sha256", encoding: String = "hex", more: String = "") -> String {
        """
        all:
          - type: hmac
            algorithm: \(algorithm)
            key: {secret: key\(more)}
            content: body
            signature: headers["sig"]
            encoding: \(encoding)
        """
    }

    private static func code(
        _ body: String,
        _ algorithm: HashAlgorithm = .sha256,
        key: [UInt8] = Array("k".utf8)
    ) -> [UInt8] {
        algorithm.authenticate(Array(body.utf8), key: key)
    }

    @Test("every hash, in either encoding", arguments: ["sha1", "sha256", "sha384", "sha512"], ["hex", "base64"])
    func hashes(name: String, encoding: String) throws {
        let connector = try connector(secrets: "key", verify: Self.hmac(name, encoding: encoding))
        let source = source(connector, secrets: ["key": ["k"]])
        let code = Self.code("hello", try #require(HashAlgorithm(rawValue: name)))
        let signature = encoding == "hex" ? Hex.encode(code).uppercased() : Base64.encode(code, urlSafe: true)
        #expect(reason(request("hello", headers: ["Sig": signature]), source) == "ok")
        #expect(reason(request("hallo", headers: ["Sig": signature]), source) == "bad_signature")
    }

    @Test("the RFC 4231 code of `what do ya want for nothing?`")
    func published() {
        let code = HashAlgorithm.sha256.authenticate(
            Array("what do ya want for nothing?".utf8),
            key: Array("Jefe".utf8)
        )
        #expect(Hex.encode(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test(
        "what is wrong with a signature",
        arguments: [
            ([:], "missing_signature"), (["Sig": ""], "missing_signature"), (["Sig": "zz"], "malformed_signature"),
            (["Sig": "abc"], "malformed_signature"), (["Sig": "00"], "bad_signature"),
        ]
    )
    func wrong(headers: [String: String], expected: String) throws {
        let source = source(try connector(secrets: "key", verify: Self.hmac()), secrets: ["key": ["k"]])
        #expect(reason(request("hello", headers: headers), source) == expected)
    }

    @Test("how a key is written")
    func keys() throws {
        let hashed = HashAlgorithm.sha1.digest(Array("k".utf8))
        for (more, secret, key) in [
            (", decode: hex", "6b", Array("k".utf8)),
            (", decode: base64, strip_prefix: whsec_", "whsec_aw==", Array("k".utf8)),
            (", digest: sha1", "k", hashed),
        ] {
            let source = source(
                try connector(secrets: "key", verify: Self.hmac(more: more)),
                secrets: ["key": [secret]]
            )
            let signature = Hex.encode(Self.code("hello", key: key))
            #expect(reason(request("hello", headers: ["Sig": signature]), source) == "ok", "\(more)")
        }
    }

    @Test("every version of a secret and every signature is tried; no version means no")
    func versions() throws {
        let connector = try connector(
            secrets: "key",
            verify: Self.hmac().replacing(#"headers["sig"]"#, with: #"headers["sig"].split(",")"#)
        )
        let signature = "00,zz," + Hex.encode(Self.code("hello"))
        #expect(
            reason(request("hello", headers: ["Sig": signature]), source(connector, secrets: ["key": ["new", "k"]]))
                == "ok"
        )
        #expect(reason(request("hello", headers: ["Sig": signature]), source(connector)) == "no_applicable_scheme")
    }

    @Test("any candidate of the content may be signed")
    func candidates() throws {
        let verify = Self.hmac().replacing("content: body", with: #"content: '[body, body + b"\n"]'"#)
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": ["k"]])
        #expect(reason(request("hello", headers: ["Sig": Hex.encode(Self.code("hello\n"))]), source) == "ok")
    }

    @Test(
        "when it was signed",
        arguments: [
            ("unix", "1759999700", "ok"), ("unix", "1759999699", "stale_timestamp"), ("unix", "1760000300", "ok"),
            ("unix", "1760000301", "future_timestamp"), ("unix", "soon", "malformed_signature"),
            ("unix_ms", "1759999699999", "stale_timestamp"), ("rfc3339", "2025-10-09T08:53:20Z", "ok"),
        ]
    )
    func moments(format: String, moment: String, expected: String) throws {
        let timestamp = "\n    timestamp: {value: 'headers[\"at\"]', format: \(format), tolerance_s: 300, future: true}"
        let source = source(try connector(secrets: "key", verify: Self.hmac() + timestamp), secrets: ["key": ["k"]])
        let signature = Hex.encode(Self.code("hello"))
        #expect(reason(request("hello", headers: ["Sig": signature, "At": moment]), source) == expected)
        let forged = reason(request("hello", headers: ["Sig": "00", "At": moment]), source)
        #expect(forged == "bad_signature", "the signature is looked at first")
    }

    @Test("a future moment is taken unless it is bounded")
    func future() throws {
        let timestamp = "\n    timestamp: {value: 'headers[\"at\"]', format: unix, tolerance_s: 300}"
        let source = source(try connector(secrets: "key", verify: Self.hmac() + timestamp), secrets: ["key": ["k"]])
        let headers = ["Sig": Hex.encode(Self.code("hello")), "At": "1760009999"]
        #expect(reason(request("hello", headers: headers), source) == "ok")
    }

    @Test("a plain hash with the secret mixed in, in every version")
    func digest() throws {
        let verify = """
            all:
              - {type: digest, algorithm: sha256, content: bytes(secret("key")) + body, signature: 'headers["sig"]', encoding: hex}
            """
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": ["new", "k"]])
        let signature = Hex.encode(HashAlgorithm.sha256.digest(Array("khello".utf8)))
        #expect(reason(request("hello", headers: ["Sig": signature]), source) == "ok")
        #expect(reason(request("hullo", headers: ["Sig": signature]), source) == "bad_signature")
    }

    @Test("credentials")
    func credentials() throws {
        let verify = "all:\n  - {type: basic, secret: login}"
        let source = source(
            try connector(secrets: "login", verify: verify),
            secrets: ["login": ["ann:s3cret", "bob:x"]]
        )
        let header = { (text: String) in ["Authorization": "Basic " + Base64.encode(Array(text.utf8))] }
        #expect(reason(request(headers: header("ann:s3cret")), source) == "ok")
        #expect(reason(request(headers: header("bob:x")), source) == "ok")
        #expect(reason(request(headers: header("ann:s3cre")), source) == "bad_credentials")
        #expect(reason(request(headers: ["Authorization": "Bearer ann"]), source) == "missing_credentials")
        #expect(reason(request(), source) == "missing_credentials")
    }

    @Test("a value that is the secret")
    func equal() throws {
        let verify = "all:\n  - {type: equals, value: query.token, secret: token}"
        let source = source(try connector(secrets: "token", verify: verify), secrets: ["token": ["t0k"]])
        let url = "https://gw.example.com/hooks/src"
        #expect(reason(request(url: url + "?token=t0k"), source) == "ok")
        #expect(reason(request(url: url + "?token=tok"), source) == "bad_credentials")
        #expect(reason(request(url: url), source) == "missing_credentials")
    }

    @Test("each element is signed, and one bad element refuses all")
    func each() throws {
        let verify = """
            all:
              - type: hmac
                algorithm: sha256
                key: {secret: key}
                each: json.items
                content: item.id
                signature: item.sig
                encoding: hex
            """
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": ["k"]])
        let item = { (id: String) in #"{"id":"\#(id)","sig":"\#(Hex.encode(Self.code("a")))"}"# }
        let type = ["Content-Type": "application/json"]
        #expect(reason(request("{\"items\":[\(item("a")),\(item("a"))]}", headers: type), source) == "ok")
        #expect(reason(request("{\"items\":[\(item("a")),\(item("b"))]}", headers: type), source) == "bad_signature")
        #expect(reason(request("{\"items\":[]}", headers: type), source) == "missing_signature")
        #expect(reason(request("{\"items\":", headers: type), source) == "malformed_body")
    }

    @Test("all steps that apply must pass, and one must apply")
    func all() throws {
        let verify = """
            all:
              - {type: equals, value: query.a, secret: key, when: '"a" in query'}
              - {type: equals, value: query.b, secret: key, when: '"b" in query'}
            """
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": ["k"]])
        let reasons = ["a=k", "a=k&b=k", "a=k&b=x", "c=k"].map {
            reason(request(url: "https://gw.example.com/?\($0)"), source)
        }
        #expect(reasons == ["ok", "ok", "bad_credentials", "no_applicable_scheme"])
    }

    @Test(
        "secrets without which nothing can be verified",
        arguments: [
            (
                "all:\n  - {type: equals, value: url, secret: a}\n  - {type: equals, value: url, secret: b, when: 'true'}",
                ["a"]
            ),
            ("all:\n  - {type: basic, secret: b, when: 'true'}\n  - {type: basic, secret: a, when: 'true'}", ["b"]),
            ("any:\n  - {type: basic, secret: a}\n  - {type: basic, secret: b}", ["a"]),
            (
                "any:\n  - {type: digest, algorithm: md5, content: 'secret(\"a\")', signature: url, encoding: hex}",
                ["a"]
            ),
        ]
    )
    func missing(verify: String, names: [String]) throws {
        let connector = try connector(secrets: "a, b", verify: verify)
        #expect(connector.secretsMissingToVerify(given: []) == names)
        #expect(connector.secretsMissingToVerify(given: ["a"]) == [])
    }

    @Test("a secret that is empty is none")
    func empty() throws {
        let source = source(try connector(secrets: "key", verify: Self.hmac()), secrets: ["key": [""]])
        let signature = Hex.encode(Self.code("hello", key: []))
        #expect(reason(request("hello", headers: ["Sig": signature]), source) == "no_applicable_scheme")
    }

    @Test("Base64 is read in both alphabets, with padding or without, and one text only is one signature")
    func base64() throws {
        let source = source(
            try connector(secrets: "key", verify: Self.hmac("sha1", encoding: "base64")),
            secrets: ["key": ["k"]]
        )
        let text = Base64.encode(Self.code("hello", .sha1))
        let safe = text.replacing("+", with: "-").replacing("/", with: "_")
        let written = [text, safe, text.replacing("=", with: "")].map {
            reason(request("hello", headers: ["Sig": $0]), source)
        }
        #expect(written == ["ok", "ok", "ok"])
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let last = try #require(letters.firstIndex { text.dropLast().last == $0 })
        let other = String(text.dropLast(2)) + String(letters[last + 1]) + "="
        #expect(Base64.decode(other) == Base64.decode(text), "the same bytes")
        #expect(reason(request("hello", headers: ["Sig": other]), source) == "malformed_signature")
    }

    @Test("a refused sender gets `on_fail`, and never why")
    func refusal() throws {
        let verify = Self.hmac() + "\non_fail: {status: 498, body: nope}"
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": ["k"]])
        guard case .refused(let refusal) = source.verify(request(), at: noon) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.answer.status == 498)
        #expect(refusal.answer.body == Array("nope".utf8))
    }
}
