import Core
import Testing

@testable import Sandbox

@Suite("Events are signed forward and verified backward") struct EventTests {
    /// A stage, its event, the input, and what the daemon must read.
    static let events: [(String, String, JSON, [String])] = [
        ("twilio", "inbound_sms", ["from": "+14155550100", "text": "When is my bill due?"], ["message.received"]),
        ("twilio", "inbound_sms", ["from": "+14155550100", "text": "stop"], ["message.received", "consent.revoked"]),
        (
            "standard-webhooks", "event",
            ["type": "account.placed", "id": "placed-1", "data": ["account": "acme:1", "balance": 1]],
            ["account.placed"]
        ),
        ("sendgrid", "bounce", ["to": "ann@example.com"], ["message.bounced"]),
        ("sendgrid", "click", ["to": "ann@example.com"], ["message.clicked"]),
        ("sendgrid", "spamreport", ["to": "ann@example.com"], ["message.complained", "consent.revoked"]),
        ("stripe", "payment", ["reference": "acme:100232"], ["payment.succeeded"]),
        ("stripe", "payment_intent", ["reference": "acme:100232", "amount": 5], ["payment.succeeded"]),
        ("stripe", "payment_failed", ["reference": "acme:100232"], ["payment.failed"]),
        ("stripe", "refund", ["reference": "acme:100232"], ["payment.refunded"]),
        ("hubspot", "contact", ["id": 123, "properties": ["email": "ann@example.com"]], ["customer.created"]),
        (
            "hubspot", "property", ["object": "contact", "id": 1, "name": "email", "value": "a@b.c"],
            ["customer.updated"]
        ),
        ("hubspot", "deal", ["id": 5, "properties": ["amount": "10.00"]], []),
    ]

    @Test("each means what it is called", arguments: events)
    func signed(name: String, event: String, input: JSON, types: [String]) throws {
        let (stage, provider) = try prepared(name)
        let (_, call) = try provider.cause(try order(event, input), at: noon)
        #expect(call.url == "http://127.0.0.1:8080/hooks/src")
        #expect(stage.verdict(call) == "ok")
        #expect(try stage.events(call).map(\.type) == types.map(EventType.init(rawValue:)))
    }

    @Test("a forged one is refused, and says the same", arguments: events)
    func forged(name: String, event: String, input: JSON, types: [String]) throws {
        let (stage, provider) = try prepared(name)
        let forged = try provider.cause(
            try order(event, .object((input.object ?? [:]).merging(["forge": true]))),
            at: noon
        ).call
        #expect(["bad_signature", "malformed_signature"].contains(stage.verdict(forged)))
    }

    @Test(
        "a signed body that cannot be read is verified",
        arguments: ["twilio", "standard-webhooks", "sendgrid", "stripe"]
    )
    func raw(name: String) throws {
        let (stage, provider) = try prepared(name)
        let event = try #require(stage.definition.events.first).name
        let (id, call) = try provider.cause(try order(event, ["raw": "{\"this is\": not JSON"]), at: noon)
        #expect(call.text == "{\"this is\": not JSON" && !id.isEmpty)
        #expect(stage.verdict(call) == "ok")
    }

    @Test("a payment is its session's")
    func payment() throws {
        let (stage, provider) = try prepared("stripe")
        let call = try provider.cause(try order("payment", ["reference": "acme:100232"]), at: noon).call
        let event = try #require(try stage.events(call).first)
        #expect(event.data["amount"] == 8450)
        let intent = try provider.cause(try order("payment_intent", ["reference": "acme:100232"]), at: noon).call
        #expect(try stage.events(intent).first?.data["payment"] == event.data["payment"])
        let partial = try provider.cause(try order("payment", ["reference": "acme:100232", "amount": 1]), at: noon).call
        #expect(try stage.events(partial).first?.data["amount"] == 1)
    }

    @Test("ids are the story's own")
    func ids() throws {
        let stories = try (0..<2).map { _ in
            let (_, provider) = try prepared("twilio")
            return try ["a", "a", "b"].map { text in
                try provider.cause(try order("inbound_sms", ["from": "+14155550100", "text": .string(text)]), at: noon)
                    .id
            }
        }
        #expect(stories[0] == stories[1] && Set(stories[0]).count == 3)
    }

    @Test(
        "what cannot happen is said",
        arguments: [
            ("paymnt", "{}", 404, "src has no event `paymnt`; did you mean `payment`?"),
            ("payment", #"{"reference": "acme:9"}"#, 404, "src has accepted nothing with the id or reference `acme:9`"),
            ("payment", #"{"ammount": 1}"#, 400, "`payment` takes no input `ammount`; did you mean `amount`?"),
            ("payment", #"{"amount": "1"}"#, 400, "the input `amount` of `payment` must be int"),
            ("payment", #"{"times": 0}"#, 400, "`times` must be a number from 1 to 100"),
            ("payment", #"{"forge": 1}"#, 400, "`forge` must be true or false"),
            ("payment", #"{"raw": 1}"#, 400, "`raw` must be text"),
            ("payment", "[]", 400, "the body must be a JSON object"),
        ]
    )
    func refused(event: String, body: String, status: Int, reason: String) throws {
        let (_, provider) = try prepared("stripe")
        do throws(EventRefusal) {
            _ = try provider.cause(try EventOrder(event: event, body: Array(body.utf8)), at: noon)
            Issue.record("not refused")
        } catch {
            #expect(error.status == status && error.reason == reason)
        }
    }

    /// A provider that has accepted what events may refer to.
    private func prepared(_ name: String) throws -> (Stage, Provider) {
        let stage = try Stage(name)
        let provider = stage.provider
        switch name {
        case "stripe":
            _ = provider.take(
                try stage.call(
                    "create_payment_link",
                    [
                        "amount": 8450, "currency": "USD", "description": "Acme Dental", "reference": "acme:100232",
                        "success_url": "https://acme.example/paid",
                    ]
                )
            )
        case "sendgrid":
            let mail: JSONObject = [
                "to": "ann@example.com", "from": "b@acme.example", "subject": "Hi", "text": "Hello",
            ]
            _ = provider.take(try stage.call("send_message", mail))
        default: break
        }
        return (stage, provider)
    }
}
