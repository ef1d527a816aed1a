import Core

@testable import Connectors

/// What proves a request, and what the proof is about: said by hand for every scheme, from the providers' own pages.
struct Scheme {
    /// How a proof is written.
    enum Writing {
        case hex
        case base64
        /// Byte for byte.
        case plain
    }

    /// What tells the scheme from the provider's others, and what stands there; nil for the last one.
    private let mark: (place: Place, text: String?)?
    /// Where signature, token or secret stand; several signatures may.
    let proof: Place
    let writing: Writing
    /// What is signed.
    ///
    /// Nothing for a shared secret: then only the sender is proved.
    var covers: [Place] = []

    init(_ proof: Place, _ writing: Writing, over covers: [Place] = [], when mark: Place? = nil, is text: String? = nil)
    {
        (self.proof, self.writing, self.covers, self.mark) = (proof, writing, covers, mark.map { ($0, text) })
    }

    /// The scheme of a provider's request.
    static func of(_ webhook: RawWebhook, by provider: String) -> Scheme? {
        all[provider]?.first { scheme in
            guard let mark = scheme.mark else { return true }
            let text = mark.place.text(in: webhook)
            return text != nil && (mark.text == nil || mark.text == text)
        }
    }

    private static func hex(_ header: String, over covers: Place...) -> [Scheme] {
        [Scheme(.header(header), .hex, over: covers)]
    }

    private static func base64(_ header: String, over covers: Place...) -> [Scheme] {
        [Scheme(.header(header), .base64, over: covers)]
    }

    private static let basic = Scheme(.credentials, .plain)
    /// The eight fields of a payment that are signed.
    private static let paymentFields = [
        ["pspReference"], ["originalReference"], ["merchantAccountCode"], ["merchantReference"], ["amount", "value"],
        ["amount", "currency"], ["eventCode"], ["success"], ["additionalData", "hmacSignature"],
    ]
    .map { ["NotificationRequestItem"] + $0 }
    private static let noticeFields = [
        "Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ]

    static let all: [String: [Scheme]] = [
        "adyen": [Scheme(.each(["notificationItems"], paymentFields), .plain)],
        "amazon_connect": [Scheme(.header("x-api-key"), .plain)],
        "authorizenet": hex("x-anet-signature", over: .body),
        "bandwidth": [basic],
        "braintree": [Scheme(.field("bt_signature"), .hex, over: [.trimmedField("bt_payload")])],
        "checkout_com": hex("cko-signature", over: .body),
        "close": hex("close-sig-hash", over: .body, .header("close-sig-timestamp")),
        "dialpad": [Scheme(.body, .plain)],
        "dynamics365": [Scheme(.first([.query("code"), .header("x-webhook-key")]), .plain)],
        "five9": [basic],
        "freshdesk": [Scheme(.header("x-webhook-token"), .plain, when: .header("x-webhook-token")), basic],
        "genesys_cloud": [basic],
        "github": hex("x-hub-signature-256", over: .body),
        "gocardless": hex("webhook-signature", over: .body),
        "hubspot": [
            Scheme(
                .header("x-hubspot-signature-v3"),
                .base64,
                over: [.method, .unescapedURL, .body, .header("x-hubspot-request-timestamp")],
                when: .header("x-hubspot-signature-v3")
            ),
            Scheme(
                .header("x-hubspot-signature"),
                .hex,
                over: [.method, .url, .body],
                when: .header("x-hubspot-signature-version"),
                is: "v2"
            ),
            Scheme(.header("x-hubspot-signature"), .hex, over: [.body]),
        ],
        "intelligent_contacts": [Scheme(.first([.header("x-api-key"), .header("authorization")]), .plain)],
        "intercom": hex("x-hub-signature", over: .body),
        "jambonz": hex("jambonz-signature", over: .body, .pair("jambonz-signature", "t")),
        "kannel": [Scheme(.query("token"), .plain)],
        "mailgun": [
            Scheme(
                .json(["signature", "signature"]),
                .hex,
                over: [.json(["signature", "timestamp"]), .json(["signature", "token"])]
            )
        ],
        "messagebird": [
            Scheme(
                .header("messagebird-signature-jwt"),
                .plain,
                over: [.url, .body],
                when: .header("messagebird-signature-jwt")
            ),
            Scheme(
                .header("messagebird-signature"),
                .base64,
                over: [.url, .body, .header("messagebird-request-timestamp")]
            ),
        ],
        "meta": hex("x-hub-signature-256", over: .body),
        "msgraph": [Scheme(.each(["value"], [["clientState"]]), .plain)],
        "nice_cxone": [basic],
        "nmi": hex("webhook-signature", over: .body, .pair("webhook-signature", "t")),
        "paypal": base64(
            "paypal-transmission-sig",
            over: .body,
            .header("paypal-transmission-id"),
            .header("paypal-transmission-time")
        ),
        "pipedrive": [basic],
        "plivo": base64("x-plivo-signature-v3", over: .baseAndParameters, .header("x-plivo-signature-v3-nonce")),
        "postmark": [Scheme(.header("x-webhook-token"), .plain, when: .header("x-webhook-token")), basic],
        "ringcentral": [Scheme(.header("verification-token"), .plain)],
        "salesforce": [Scheme(.query("token"), .plain, over: [.element("OrganizationId")])],
        "sendgrid": base64(
            "x-twilio-email-event-webhook-signature",
            over: .body,
            .header("x-twilio-email-event-webhook-timestamp")
        ),
        "ses_sns": [Scheme(.json(["Signature"]), .base64, over: noticeFields.map { .json([$0]) })],
        "shopify": [
            Scheme(.first([.header("x-shopify-hmac-sha256"), .header("shopify-hmac-sha256")]), .base64, over: [.body])
        ],
        "sinch": base64(
            "x-sinch-webhook-signature",
            over: .body,
            .header("x-sinch-webhook-signature-nonce"),
            .header("x-sinch-webhook-signature-timestamp")
        ),
        "slack": hex("x-slack-signature", over: .body, .header("x-slack-request-timestamp")),
        "square": base64("x-square-hmacsha256-signature", over: .url, .body),
        "standard_webhooks": [
            Scheme(
                .header("svix-signature"),
                .base64,
                over: [.body, .header("svix-id"), .header("svix-timestamp")],
                when: .header("svix-signature")
            ),
            Scheme(
                .header("webhook-signature"),
                .base64,
                over: [.body, .header("webhook-id"), .header("webhook-timestamp")]
            ),
        ],
        "stripe": hex("stripe-signature", over: .body, .pair("stripe-signature", "t")),
        "telnyx": base64("telnyx-signature-ed25519", over: .body, .header("telnyx-timestamp")),
        "twilio": [
            Scheme(
                .header("x-twilio-signature"),
                .base64,
                over: [.urlWithoutPort, .body],
                when: .query("bodySHA256")
            ),
            Scheme(.header("x-twilio-signature"), .base64, over: [.urlWithoutPort, .sortedForm]),
        ],
        "vicidial": [Scheme(.query("token"), .plain)],
        "vonage": [
            Scheme(.header("authorization"), .plain, over: [.body], when: .header("authorization")),
            Scheme(.first([.query("sig"), .field("sig")]), .hex, over: [.parameters(except: "sig")]),
        ],
        "zendesk": base64(
            "x-zendesk-webhook-signature",
            over: .body,
            .header("x-zendesk-webhook-signature-timestamp")
        ),
        "zoho": [Scheme(.json(["token"]), .plain)],
        "zoom": hex("x-zm-signature", over: .body, .header("x-zm-request-timestamp")),
    ]
}

extension Scheme {
    /// What must not change: the text of everything that is signed, and whether one of the `good` proofs is still there.
    func claim(of webhook: RawWebhook, good: Set<String>) -> [String?] {
        covers.map { $0.text(in: webhook) } + [
            Set(words(in: webhook).map(\.meant)).isDisjoint(with: good) ? nil : "proof"
        ]
    }

    /// Everything in the proof's place that may be one, as it is written, and in a form in which equal ones are equal.
    func words(in webhook: RawWebhook) -> [(written: String, meant: String)] {
        guard let text = proof.text(in: webhook) else { return [] }
        switch writing {
        case .plain: return [(text, text)]
        case .hex:
            return text.split { !$0.isHexDigit }.filter { $0.count >= 32 }.map { (String($0), $0.lowercased()) }
        case .base64:
            let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) && !"+/=-_".contains($0) }
            return words.compactMap { word in
                let bytes = Base64.decode(String(word)) ?? []
                return bytes.count < 16 ? nil : (String(word), Hex.encode(bytes))
            }
        }
    }
}
