import Core
import Testing

@testable import Connectors

/// The verify step run forward makes what the step run backward takes.
@Suite("Signing as a provider") struct SigningTests {
    private static let ed25519Seed = Base64.encode(Array(repeating: 7, count: 32))
    /// The public key of a private key of 32 bytes of 7 (RFC 8032, by PyNaCl).
    private static let ed25519Public = "6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw="
    private static let p256Private = Base64.encode(Array(repeating: 7, count: 32))
    private static let p256Public =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHhhTL9R1TALzBB2cdc6zO4P/2BrHzk/ogsyxyYvFiW6kbDEcTi/0DdlqNlPm5FRF0y3+SG7O11x6kMahiIHAow=="

    private func signed(
        _ source: Source,
        _ webhook: RawWebhook,
        header: String,
        keys: [String: String] = [:],
        prefix: String = ""
    ) throws -> RawWebhook {
        let keys = keys.mapValues { Secret($0) }
        let signed = source.sign(webhook, at: noon, privateKeys: keys) { signature in
            var headers = webhook.headers.filter { $0.name != header }
            headers.append((header, prefix + signature))
            return RawWebhook(
                source: webhook.source,
                method: webhook.method,
                url: webhook.url,
                headers: headers,
                body: webhook.body,
                received: webhook.received
            )
        }
        return try #require(signed)
    }

    @Test("a code over a moment and the body")
    func momentAndBody() throws {
        let source = source(
            try Repository.connector("stripe"),
            secrets: ["endpoint_secret": ["whsec_new", "whsec_old"]]
        )
        let webhook = request("{}", headers: ["Stripe-Signature": "t=1760000000,v1="])
        let signed = try signed(source, webhook, header: "stripe-signature", prefix: "t=1760000000,v1=")
        #expect(reason(signed, source) == "ok")
        #expect(reason(signed, source, at: Timestamp(seconds: 1_760_000_301)) == "stale_timestamp")
    }

    @Test("a code over the URL and a form")
    func form() throws {
        let source = source(try Repository.connector("twilio"), secrets: ["auth_token": ["12345"]])
        let type = "application/x-www-form-urlencoded"
        let webhook = request("To=%2B1415&Body=a+b&To=%2B1415", headers: ["Content-Type": type])
        let signed = try signed(source, webhook, header: "x-twilio-signature")
        #expect(reason(signed, source) == "ok")
    }

    @Test("a P-256 signature")
    func p256() throws {
        let source = source(try Repository.connector("sendgrid"), secrets: ["verification_key": [Self.p256Public]])
        let webhook = request("[]\r\n", headers: ["X-Twilio-Email-Event-Webhook-Timestamp": "1760000000"])
        let header = "x-twilio-email-event-webhook-signature"
        let signed = try signed(source, webhook, header: header, keys: ["verification_key": Self.p256Private])
        #expect(reason(signed, source) == "ok")
        #expect(
            source.sign(webhook, at: noon, place: { _ in webhook }) == nil,
            "without a private key there is no signature"
        )
    }

    @Test("a P-256 key in PEM")
    func pem() throws {
        let pem = "-----BEGIN PUBLIC KEY-----\n\(Self.p256Public)\n-----END PUBLIC KEY-----\n"
        let source = source(try Repository.connector("sendgrid"), secrets: ["verification_key": [pem]])
        let webhook = request("[]", headers: ["X-Twilio-Email-Event-Webhook-Timestamp": "1760000000"])
        let header = "x-twilio-email-event-webhook-signature"
        #expect(
            reason(try signed(source, webhook, header: header, keys: ["verification_key": Self.p256Private]), source)
                == "ok"
        )
    }

    @Test("an Ed25519 signature")
    func ed25519() throws {
        let verify = """
            all:
              - {type: pubkey, algorithm: ed25519, key: {public: key}, content: body, signature: 'headers["sig"]', encoding: base64}
            """
        let source = source(try connector(secrets: "key", verify: verify), secrets: ["key": [Self.ed25519Public]])
        let signed = try signed(source, request("hello"), header: "sig", keys: ["key": Self.ed25519Seed])
        #expect(reason(signed, source) == "ok")
        let tampered = request("hullo", headers: ["sig": signed.headers.first?.value ?? ""])
        #expect(reason(tampered, source) == "bad_signature")
    }

    @Test("an outgoing event is what the same connector takes in")
    func outgoing() throws {
        let source = source(
            try Repository.connector("standard-webhooks"),
            secrets: ["signing_secret": ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]]
        )
        let action = try #require(source.connector.actions["send_event"])
        let input: JSONObject = ["type": "loop.closed", "time": "2025-10-09T08:53:20Z", "event": ["account": "acme:1"]]
        let call = try action.call(
            ActionRequest(id: "wb_1", input: input, source: source, callbackURL: "", now: noon)
        )
        let received = RawWebhook(
            source: "src",
            method: call.method,
            url: call.url,
            headers: call.headers.map { ($0.name.lowercased(), $0.value) },
            body: call.body,
            received: noon
        )
        #expect(reason(received, source) == "ok")
        let event = try #require(try events(received, source).first)
        #expect(event.type == .loopClosed)
        #expect(event.id == "wb_1")
        #expect(event.account == AccountKey(creditor: "acme", reference: "1"))
    }
}
