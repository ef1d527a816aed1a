import Core
import CryptoExtras
import Testing

@testable import Connectors

/// Signatures whose key is in a certificate that the request names.
@Suite("Verify steps: certificates") struct CertificateTests {
    private static let url = "https://keys.example.com/cert-1.pem"
    private static let authority = Result { try Authority() }

    private static func step(_ algorithm: String = "rsa-sha256", more: String = "") -> String {
        """
        all:
          - type: pubkey
            algorithm: \(algorithm)
            key:
              cert_url: headers["cert-url"]
              allow: '^https://keys\\.example\\.com/cert-[0-9]{1,4}\\.pem$'
              subject_cn: 'keys\\.[a-z]+\\.com'
              cache: 2h\(more)
            content: body
            signature: headers["sig"]
            encoding: base64
        """
    }

    private static func webhook(
        _ scheme: SignatureScheme = .rsa(.sha256, isPSS: false),
        url: String = url,
        algorithm: String = ""
    ) throws -> RawWebhook {
        let key = try authority.get().key.pemRepresentation
        let signature = try #require(scheme.sign(Array("hello".utf8), privateKey: key))
        return request("hello", headers: ["Sig": Base64.encode(signature), "Cert-URL": url, "Algorithm": algorithm])
    }

    private static func judged(
        _ webhook: RawWebhook,
        _ step: String = step(),
        certificate: String? = nil
    ) throws -> String {
        let source = source(try connector(verify: step))
        let certificate = try certificate ?? authority.get().certificate()
        return Trial(webhook, source: source, now: noon, documents: [url: certificate]).reason
    }

    @Test("the providers' own requests, each for the reason it is refused for", arguments: ["ses_sns", "paypal"])
    func vectors(provider: String) throws {
        let json = try JSON.parse(try Repository.text("Tests/Data/provider_vectors.json"))
        let vectors = (json["vectors"]?.array ?? []).filter { $0["provider"]?.string == provider }
        let connector = try Repository.connector(provider.replacing("_", with: "-"))
        for vector in vectors {
            let input = try TrialInput(vector, now: noon)
            let reason = input.trial(of: input.source(of: connector)).reason
            let wanted = vector["expect_reason"]?.string.map { $0 == "bad_cert_subject" ? "bad_cert_url" : $0 }
            #expect(reason == wanted, "\(vector["id"]?.string ?? "")")
        }
        #expect(vectors.count > 5)
    }

    @Test(
        "every algorithm",
        arguments: [SignatureAlgorithm.rsaSHA1, .rsaSHA256, .rsaSHA512, .rsaPSSSHA512]
    )
    func algorithms(algorithm: SignatureAlgorithm) throws {
        let webhook = try Self.webhook(algorithm.scheme)
        #expect(try Self.judged(webhook, Self.step(algorithm.rawValue)) == "ok")
        for other in SignatureAlgorithm.allCases where other != algorithm {
            #expect(try Self.judged(webhook, Self.step(other.rawValue)) == "bad_signature", "\(other)")
        }
    }

    @Test("an algorithm that the request names must be in the list")
    func selection() throws {
        let step = Self.step(#"{select: headers.algorithm, "1": rsa-sha1, two: rsa-sha256}"#)
        #expect(try Self.judged(Self.webhook(.rsa(.sha1, isPSS: false), algorithm: "1"), step) == "ok")
        #expect(try Self.judged(Self.webhook(algorithm: "two"), step) == "ok")
        #expect(try Self.judged(Self.webhook(algorithm: "1"), step) == "bad_signature")
        for name in ["", "3", "rsa-sha256", "select", "TWO"] {
            #expect(try Self.judged(Self.webhook(algorithm: name), step) == "bad_algorithm", "\(name)")
        }
    }

    @Test(
        "a certificate from elsewhere is not even asked for",
        arguments: [
            "", "http://keys.example.com/cert-1.pem", "HTTPS://keys.example.com/cert-1.pem",
            "https://keys.example.com.evil.example/cert-1.pem", "https://keysxexample.com/cert-1.pem",
            "https://evil.example/https://keys.example.com/cert-1.pem",
            "https://keys.example.com@evil.example/cert-1.pem",
            "https://keys.example.com/cert-1.pem?x", "https://keys.example.com/cert-1.pem#x",
            "https://keys.example.com/cert-1.pem\n", "https://keys.example.com\\cert-1.pem",
            "https://keys.example.com/../cert-1.pem", " https://keys.example.com/cert-1.pem",
        ]
    )
    func elsewhere(url: String) throws {
        guard
            case .refused(let refusal) = source(try connector(verify: Self.step())).verify(
                try Self.webhook(url: url),
                at: noon
            )
        else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == .badCertificateURL)
    }

    @Test("a pattern that alternates does not let the other half float")
    func alternation() throws {
        let step = Self.step().replacing("cert-[0-9]{1,4}\\.pem$", with: "a|https://keys\\.example\\.org/b")
        let urls = [
            "https://keys.example.com/a", "https://keys.example.org/b",
            "https://evil.example/https://keys.example.org/b",
        ]
        let reasons = try urls.map { try Self.judged(Self.webhook(url: $0), step) }
        #expect(reasons == ["cert_unavailable", "cert_unavailable", "bad_cert_url"])
    }

    @Test("a certificate that is not at hand is needed, and until then the sender is told to wait")
    func absent() throws {
        let source = source(try connector(verify: Self.step()))
        let webhook = try Self.webhook()
        guard case .needs(.document(let request), otherwise: let refusal) = source.verify(webhook, at: noon) else {
            Issue.record("nothing is needed")
            return
        }
        #expect(request.url == Self.url)
        #expect(request.lifetime == .seconds(7200))
        #expect(!request.isRenewal)
        #expect(refusal.reason == .certificateUnavailable)
        #expect(refusal.answer.status == 503)
        #expect(refusal.answer.headers.first { $0.name == "retry-after" }?.value == "30")
        #expect(Trial(webhook, source: source, now: noon).reason == "cert_unavailable")
    }

    @Test("nothing is fetched for a request that is wrong anyway")
    func frugal() throws {
        let more = "\n  - {type: equals, value: headers.algorithm, secret: word}"
        let source = source(try connector(secrets: "word", verify: Self.step() + more), secrets: ["word": ["w"]])
        #expect(reason(try Self.webhook(algorithm: "x"), source) == "bad_credentials")
        #expect(reason(try Self.webhook(algorithm: "w"), source) == "cert_unavailable")
        #expect(reason(request("hello", headers: ["Cert-URL": Self.url]), source) == "missing_signature")
    }

    @Test(
        "dates, subject and text of a certificate",
        arguments: [
            (-100, 100, "keys.example.com", "ok"), (-100, -1, "keys.example.com", "cert_expired"),
            (1, 100, "keys.example.com", "cert_expired"), (-100, 0, "keys.example.com", "ok"),
            (-100, 100, "keys.example.com.evil", "bad_cert_url"), (-100, 100, "xkeys.example.com", "bad_cert_url"),
            (-100, 100, nil, "bad_cert_url"),
        ] as [(Int64, Int64, String?, String)]
    )
    func certificate(from: Int64, until: Int64, name: String?, reason: String) throws {
        let certificate = try Self.authority.get().certificate(name: name, from: from, until: until)
        #expect(try Self.judged(Self.webhook(), certificate: certificate) == reason)
    }

    @Test("dates may be left alone")
    func undated() throws {
        let certificate = try Self.authority.get().certificate(from: -100, until: -1)
        let step = Self.step(more: "\n      check_validity: false")
        #expect(try Self.judged(Self.webhook(), step, certificate: certificate) == "ok")
    }

    @Test(
        "only a document that is what it should be is taken",
        arguments: ["", "<html>", "-----BEGIN CERTIFICATE-----\nAAAA\n"]
    )
    func documents(text: String) async throws {
        let source = source(try connector(verify: Self.step()))
        let verification = source.verify(try Self.webhook(), at: noon)
        guard case .needs(.document(let request), otherwise: _) = verification else { return }
        #expect(await request.accepted(Array(text.utf8), at: noon) == nil)
        let certificate = try Self.authority.get().certificate()
        #expect(await request.accepted(Array(certificate.utf8), at: noon) == certificate)
        #expect(try Self.judged(Self.webhook(), certificate: text) == "cert_unavailable")
    }

    @Test("a chain leads over the certificates that came along to a root that is trusted")
    func chain() async throws {
        let authority = try Self.authority.get()
        let (leaf, middle, root) = (try authority.issuedLeaf(), try authority.middle(), authority.root)
        let whole = try #require(SigningCertificate(pem: leaf + "\n" + middle))
        #expect(await whole.isTrusted(at: noon, roots: [root]))
        #expect(await whole.isTrusted(at: noon.adding(.days(400)), roots: [root]) == false)
        let bare = try #require(SigningCertificate(pem: leaf))
        #expect(await bare.isTrusted(at: noon, roots: [root]) == false)
        let selfMade = try #require(SigningCertificate(pem: authority.certificate()))
        #expect(await selfMade.isTrusted(at: noon, roots: [root]) == false)
        #expect(await whole.isTrusted(at: noon) == false, "this machine does not know the root")
    }

    @Test(
        "what an author may not write",
        arguments: [
            ("allow: 'https://.*'", "wide-allow"), ("allow: 'http://a/b'", "wide-allow"), ("allow: '.*'", "wide-allow"),
            ("allow: 'https://a('", "bad-pattern"), ("chain: none", "missing-key"),
            ("allow: 'https://a/b', cache: 1s", "bad-value"), ("allow: 'https://a/b', subject_cn: '('", "bad-pattern"),
            ("allow: 'https://a/b', kid: '1'", "unknown-key"),
        ]
    )
    func lint(keys: String, code: String) {
        let yaml = """
            connector: x
            version: 1
            verify:
              all:
                - type: pubkey
                  algorithm: rsa-sha256
                  key: {cert_url: url, \(keys)}
                  content: body
                  signature: url
                  encoding: hex
            """
        #expect(problems(yaml).contains { $0.contains(code) }, "\(problems(yaml))")
    }
}
