import Core
import Testing

@testable import Connectors

/// Requests as they are rendered, and what replies mean.
@Suite("Actions") struct ActionTests {
    private static func request(_ source: Source, _ input: JSONObject) -> ActionRequest {
        ActionRequest(
            id: "dlv_1",
            input: input,
            source: source,
            callbackURL: "https://gw.example.com/hooks/src?delivery=dlv_1",
            now: noon
        )
    }

    private static func action(_ request: String, more: String = "", idempotency: String = "none") throws -> Action {
        let text = """
            send:
              input: {to: string, note: string?}
              request: {method: POST, \(request)}
              idempotency: \(idempotency)
              response: {ok: status == 200, retry: status == 429 || status >= 500, permanent: status >= 400\(more)}
            """
        let connector = try connector(config: "host: ''", verify: "", normalize: "", actions: text)
        return try #require(connector.actions["send"])
    }

    private static func bare(
        config: JSONObject = [:],
        baseURL: String? = nil,
        secrets: [String: [String]] = [:]
    ) throws -> Source {
        source(try connector(config: "host: ''"), secrets: secrets, config: config, baseURL: baseURL)
    }

    private func shown(_ call: HTTPCall) -> [String] {
        ["\(call.method) \(call.url)"] + call.headers.map { "\($0.name): \($0.value)" }
            + [String(decoding: call.body, as: UTF8.self)]
    }

    @Test("a text message")
    func textMessage() throws {
        let source = source(
            try Repository.connector("twilio"),
            secrets: ["account_sid": ["AC1"], "api_key": ["SK1"], "api_secret": ["s"]],
            config: ["messaging_service_sid": "MG1"]
        )
        let action = try #require(source.connector.actions["send_message"])
        #expect(action.channel == .sms)
        #expect(!action.mayRepeat)
        let call = try action.call(
            Self.request(source, ["to": "+14155550100", "text": "a & b", "from": nil, "version": 1])
        )
        #expect(
            shown(call) == [
                "POST https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
                "content-type: application/x-www-form-urlencoded", "authorization: Basic U0sxOnM=",
                "To=%2B14155550100&Body=a+%26+b&MessagingServiceSid=MG1"
                    + "&StatusCallback=https%3A%2F%2Fgw.example.com%2Fhooks%2Fsrc%3Fdelivery%3Ddlv_1",
            ]
        )
        #expect(!call.limits.mayRepeat)
        #expect(!call.limits.allowsPrivateAddresses)
        let named = Self.request(source, ["to": "1", "text": "t", "from": "+15005550006", "media_urls": ["u", "v"]])
        #expect(
            String(decoding: try action.call(named).body, as: UTF8.self).hasPrefix(
                "To=1&Body=t&From=%2B15005550006&MediaUrl=u&MediaUrl=v"
            )
        )
        #expect(try action.rateKey(named) == "+15005550006")
        #expect(action.rateLimit?.period == .seconds(1))
    }

    @Test("a mail")
    func mail() throws {
        let source = source(try Repository.connector("sendgrid"), secrets: ["api_key": ["SG.1"]])
        let action = try #require(source.connector.actions["send_message"])
        let input: JSONObject = ["to": "ann@example.com", "from": "b@acme.example", "subject": "Hi", "text": "Hello"]
        #expect(
            shown(try action.call(Self.request(source, input))) == [
                "POST https://api.sendgrid.com/v3/mail/send", "content-type: application/json",
                "authorization: Bearer SG.1",
                #"{"personalizations":[{"to":[{"email":"ann@example.com"}],"custom_args":{"delivery":"dlv_1"}}],"#
                    + #""from":{"email":"b@acme.example"},"subject":"Hi","content":[{"type":"text/plain","value":"Hello"}]}"#,
            ]
        )
    }

    @Test("a payment link")
    func paymentLink() throws {
        let source = source(
            try Repository.connector("stripe"),
            secrets: ["api_key": ["sk_1"]],
            config: ["return_url": "https://acme.example/paid"],
            baseURL: "http://127.0.0.1:8081/pay/"
        )
        let action = try #require(source.connector.actions["create_payment_link"])
        let input: JSONObject = ["amount": 1200, "currency": "USD", "description": "Acme 1", "reference": "acme:1"]
        let call = try action.call(Self.request(source, input))
        #expect(call.url == "http://127.0.0.1:8081/pay/v1/checkout/sessions")
        #expect(call.headers.map(\.name) == ["content-type", "authorization", "Idempotency-Key"])
        #expect(call.headers.last?.value == "dlv_1")
        #expect(call.limits.mayRepeat)
        #expect(call.limits.allowsPrivateAddresses)
        let pairs = FormText.pairs(call.body).map { "\($0.name)=\($0.value)" }
        #expect(
            pairs == [
                "mode=payment", "success_url=https://acme.example/paid", "client_reference_id=acme:1",
                "metadata[account]=acme:1", "metadata[delivery]=dlv_1", "payment_intent_data[metadata][account]=acme:1",
                "payment_intent_data[metadata][delivery]=dlv_1", "line_items[0][quantity]=1",
                "line_items[0][price_data][currency]=usd", "line_items[0][price_data][unit_amount]=1200",
                "line_items[0][price_data][product_data][name]=Acme 1",
            ]
        )
    }

    @Test(
        "where a request goes",
        arguments: [
            (
                "https://api.example.com:8443/v1/x?a=1#f", "http://127.0.0.1:9/base/",
                "http://127.0.0.1:9/base/v1/x?a=1#f"
            ),
            ("https://api.example.com/v1/x", "https://eu.example.com", "https://eu.example.com/v1/x"),
            ("https://api.example.com", "http://localhost:1/x", "http://localhost:1/x"),
            ("https://api.example.com/v1", nil, "https://api.example.com/v1"),
        ] as [(String, String?, String)]
    )
    func baseURL(written: String, base: String?, expected: String) throws {
        let call = try Self.action("url: '\(written)'").call(Self.request(try Self.bare(baseURL: base), ["to": "x"]))
        #expect(call.url == expected)
        #expect(call.limits.allowsPrivateAddresses == (base != nil))
    }

    @Test(
        "a host from the settings may be private; plain http stays on this machine",
        arguments: [
            ("https://10.0.0.1", nil), ("http://127.0.0.1:80", nil), ("http://[::1]:80", nil),
            ("http://10.0.0.1", "test.yaml:7: plain http goes to loopback only"),
            ("http://127.evil.example", "test.yaml:7: plain http goes to loopback only"),
            ("ftp://x", "test.yaml:7: `url` must yield an absolute http or https URL"),
        ] as [(String, String?)]
    )
    func configuredHost(host: String, failure: String?) throws {
        let action = try Self.action("url: '${config.host}/x'")
        let request = Self.request(try Self.bare(config: ["host": .string(host)]), ["to": "x"])
        do throws(ReadFailure) {
            let call = try action.call(request)
            #expect(failure == nil)
            #expect(call.limits.allowsPrivateAddresses)
        } catch {
            #expect(error.reason == failure)
        }
    }

    @Test("query, headers and credentials")
    func parts() throws {
        let action = try Self.action(
            "url: 'https://api.example.com/x?a=1', query: {to: '${input.to}', n: '${input.?note}'}, headers: {X-Hash: '${hex(sha256(body))}', X-No: null}, auth: {query: {key: k 1}}, text: '${input.to}!'"
        )
        let call = try action.call(Self.request(try Self.bare(), ["to": "a b"]))
        #expect(
            shown(call) == [
                "POST https://api.example.com/x?a=1&to=a+b&key=k+1", "content-type: text/plain; charset=utf-8",
                "X-Hash: \(Hex.encode(HashAlgorithm.sha256.digest(Array("a b!".utf8))))", "a b!",
            ]
        )
    }

    @Test(
        "what is missing is told",
        arguments: [
            ([:], "`send` needs the input `to`"), (["to": 1], "the input `to` of `send` must be string"),
            (["to": "x"], "test.yaml:8: the secret `key` is not configured"),
        ] as [(JSONObject, String)]
    )
    func missing(input: JSONObject, reason: String) throws {
        let text = """
            send:
              input: {to: string}
              request: {method: POST, url: https://api.example.com/, auth: {bearer: '${secret("key")}'}}
              idempotency: none
              response: {ok: status == 200}
            """
        let connector = try connector(secrets: "key", verify: "", normalize: "", actions: text)
        let action = try #require(connector.actions["send"])
        let failure = #expect(throws: ReadFailure.self) { _ = try action.call(Self.request(source(connector), input)) }
        #expect(
            failure?.reason.hasSuffix(reason.replacing("test.yaml:8", with: "")) == true,
            "\(failure?.reason ?? "")"
        )
    }

    @Test(
        "what a reply means without idempotency",
        arguments: [
            (200, "accepted"), (302, "unknown http_302"), (400, "refused http_400 for good"), (429, "refused http_429"),
            (500, "unknown http_500"), (503, "unknown http_503"),
        ]
    )
    func repliesOnce(status: Int, expected: String) throws {
        #expect(try outcome(.replied(HTTPReply(status: status)), idempotency: "none") == expected)
    }

    @Test(
        "what a reply means where repeating is safe",
        arguments: [(500, "refused http_500"), (404, "refused http_404 for good"), (200, "accepted")]
    )
    func repliesNatural(status: Int, expected: String) throws {
        #expect(try outcome(.replied(HTTPReply(status: status)), idempotency: "natural") == expected)
    }

    @Test("no reply", arguments: ["none", "natural"])
    func noReply(idempotency: String) throws {
        #expect(try outcome(.lost(.connectionLost), idempotency: idempotency) == "unknown connection_lost")
        #expect(try outcome(.neverSent(.connectFailed), idempotency: idempotency) == "refused connect_failed")
        #expect(try outcome(.neverSent(.permitExpired), idempotency: idempotency) == "refused permit_expired")
        #expect(
            try outcome(.neverSent(.malformedRequest), idempotency: idempotency) == "refused malformed_request for good"
        )
    }

    private func outcome(_ result: CallResult, idempotency: String) throws -> String {
        let action = try Self.action("url: https://api.example.com/", idempotency: idempotency)
        switch action.outcome(of: result, request: Self.request(try Self.bare(), ["to": "x"])) {
        case .accepted: return "accepted"
        case .refused(let code, _, _, let isPermanent): return "refused \(code)\(isPermanent ? " for good" : "")"
        case .unknown(let code): return "unknown \(code)"
        case .reauth: return "reauth"
        }
    }

    @Test("reauth comes first, and an expression that fails does not hold")
    func order() throws {
        let action = try Self.action(
            "url: https://api.example.com/",
            more: ", reauth: 'json.code == 401', unknown: 'true'"
        )
        let request = Self.request(try Self.bare(), ["to": "x"])
        let reply = HTTPReply(status: 200, body: Array(#"{"code":401}"#.utf8))
        guard case .reauth = action.outcome(of: .replied(reply), request: request) else {
            Issue.record("no reauth")
            return
        }
        guard case .accepted = action.outcome(of: .replied(HTTPReply(status: 200)), request: request) else {
            Issue.record("not accepted")
            return
        }
    }

    @Test(
        "how long to wait",
        arguments: [
            ("7", 7_000), ("1.2501", 1_251), ("Thu, 09 Oct 2025 08:54:20 GMT", 60_000),
            ("Thu, 09 Oct 2025 08:00:00 GMT", 0),
            ("-5", 0), ("soon", nil), ("Thu, 32 Oct 2025 08:54:20 GMT", nil),
        ] as [(String, Int64?)]
    )
    func retryAfter(header: String, milliseconds: Int64?) throws {
        let action = try Self.action("url: https://api.example.com/")
        let reply = HTTPReply(status: 429, headers: [("retry-after", header)])
        guard
            case .refused(_, _, let wait, false) = action.outcome(
                of: .replied(reply),
                request: Self.request(try Self.bare(), ["to": "x"])
            )
        else {
            Issue.record("not refused")
            return
        }
        #expect(wait == milliseconds.map { TimeSpan.milliseconds($0) })
    }

    @Test("what is kept of a reply, and nothing secret in it")
    func words() throws {
        let source = source(try Repository.connector("stripe"), secrets: ["api_key": ["sk_secret_1"]])
        let action = try #require(source.connector.actions["create_payment_link"])
        let request = Self.request(source, [:])
        let mark = "\u{FEFF}"
        let good = HTTPReply(status: 200, body: Array((mark + #"{"id":"cs_1","url":"https://pay.example/1"}"#).utf8))
        guard case .accepted(let id, let result) = action.outcome(of: .replied(good), request: request) else {
            Issue.record("not accepted")
            return
        }
        #expect(id == "cs_1")
        #expect(result == ["url": "https://pay.example/1"])
        let bad = HTTPReply(
            status: 401,
            body: Array(#"{"error":{"code":"bad_key","message":"no sk_secret_1 here"}}"#.utf8)
        )
        guard case .refused(let code, let message, _, true) = action.outcome(of: .replied(bad), request: request) else {
            Issue.record("not refused")
            return
        }
        #expect(code == "bad_key")
        #expect(message == "no *** here")
    }

    @Test("a wait the provider gives as a moment")
    func moment() throws {
        let source = source(try Repository.connector("sendgrid"))
        let action = try #require(source.connector.actions["send_message"])
        let reply = HTTPReply(status: 429, headers: [("x-ratelimit-reset", "1760000030")])
        guard
            case .refused(_, _, let wait, false) = action.outcome(
                of: .replied(reply),
                request: Self.request(source, [:])
            )
        else {
            Issue.record("not refused")
            return
        }
        #expect(wait == .seconds(30))
    }
}
