import Testing

@testable import Core

/// What events must say, by their types.
@Suite("Required fields") struct RequiredFieldsTests {
    private func event(_ type: String, _ data: JSONObject = [:]) -> Event {
        let now = Timestamp(seconds: 1_760_000_000)
        return Event(id: "1", source: "x", type: EventType(rawValue: type), time: now, recorded: now, data: data)
    }

    @Test("every type that asks for something is in the vocabulary, and asks for it once")
    func table() {
        let asking = Vocabulary.names.filter { !EventType(rawValue: $0).requiredFields.isEmpty }
        #expect(asking.count == 66)
        for name in Vocabulary.names {
            let fields = EventType(rawValue: name).requiredFields.flatMap(\.names)
            #expect(Set(fields).count == fields.count, "\(name)")
        }
        #expect(EventType(rawValue: "no.such").requiredFields.isEmpty)
    }

    @Test("what is missing is told by its name; null is missing")
    func missing() {
        #expect(event("payment.succeeded").missingFields == ["payment", "amount", "origin", "fee"])
        let paid: JSONObject = ["payment": "p", "amount": 5, "origin": "link", "fee": .null]
        #expect(event("payment.succeeded", paid).missingFields == ["fee"])
        #expect(event("contact.planned").missingFields.isEmpty)
    }

    @Test("of several names any one will do")
    func alternatives() {
        let failed: JSONObject = ["payment": "p", "amount": 5, "hard": true, "attempt": 1]
        #expect(event("payment.failed", failed).missingFields == ["decline"])
        for name in ["decline", "reason"] {
            var failed = failed
            failed[name] = "insufficient_funds"
            #expect(event("payment.failed", failed).missingFields.isEmpty)
        }
        #expect(event("preference.declared", ["time": "evening", "value": "x"]).missingFields.isEmpty)
    }

    @Test("what has a place of its own counts")
    func places() {
        var sent = event("message.sent", ["message": "m"])
        #expect(sent.missingFields == ["to_token"])
        sent.address = "+15005550006"
        #expect(sent.missingFields.isEmpty)
        var placed = event("account.placed", ["balance": 1, "currency": "USD", "oldest_due": "2025-01-01"])
        #expect(placed.missingFields == ["creditor"])
        placed.account = AccountKey(creditor: "acme", reference: "1")
        #expect(placed.missingFields.isEmpty)
        var known = event("customer.created", ["attributes": [:]])
        #expect(known.missingFields == ["identifiers"])
        known.identifiers = [Identifier(kind: .crmID, value: "k")].compactMap(\.self)
        #expect(known.missingFields.isEmpty)
        var call = event("call.completed", ["call": "c", "result": "human", "connected": true])
        #expect(call.missingFields == ["direction"])
        call.direction = .outbound
        #expect(call.missingFields.isEmpty)
    }
}
