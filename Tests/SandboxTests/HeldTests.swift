import Connectors
import Core
import Testing

@testable import Sandbox

/// What happened at a provider while nobody listened can be asked for.
@Suite("Lists of what happened") struct HeldTests {
    /// What a poll of the connector gets, page by page.
    private func pages(
        _ stage: Stage,
        _ provider: Provider,
        from start: String = "",
        at now: Timestamp = noon
    ) throws -> (events: [Event], cursor: String) {
        let source = stage.source
        let poll = try #require(source.polls(at: now).first)
        var (events, cursor, hasMore): ([Event], String, Bool) = ([], start, true)
        for _ in 0..<10 where hasMore {
            let (action, input) = try source.question(of: poll, cursor: cursor, at: now)
            let reply = provider.take(try stage.call(action.name, id: "poll", input)).reply
            #expect(reply.status == 200, "\(reply.text)")
            let page = try source.page(of: poll, in: reply, cursor: cursor, at: now)
            let webhook = source.trusted(page.webhook)
            events += try page.items.flatMap { try source.events(from: $0, of: webhook, recorded: now) }
            (cursor, hasMore) = (page.cursor, page.hasMore)
        }
        #expect(!hasMore)
        return (events, cursor)
    }

    @Test("texts to us, with the ids that their webhooks have")
    func texts() throws {
        let stage = try Stage("twilio")
        let provider = stage.provider
        let (_, call) = try provider.cause(
            try order("inbound_sms", ["from": "+14155550100", "text": "STOP"]),
            at: noon.adding(.seconds(-60))
        )
        _ = try provider.cause(
            try order("inbound_sms", ["from": "+14155550100", "text": "forged", "forge": true]),
            at: noon
        )
        _ = provider.take(try stage.call("send_message", ["to": "+14155550100", "text": "Hi", "from": "+15005550006"]))
        let (events, cursor) = try pages(stage, provider)
        #expect(events.map(\.type.rawValue) == ["message.received", "consent.revoked"])
        #expect(events.map(\.id) == (try stage.events(call)).map(\.id))
        #expect(events.first?.time == noon.adding(.seconds(-60)))
        #expect(cursor == noon.adding(.seconds(-60)).description)
        #expect(try pages(stage, provider, from: noon.adding(.seconds(3600)).description).events.isEmpty)
    }

    @Test("more of them than one page holds")
    func longList() throws {
        let stage = try Stage("twilio")
        let provider = stage.provider
        for number in 0..<450 {
            _ = try provider.cause(
                try order("inbound_sms", ["from": "+14155550100", "text": .string("text \(number)")]),
                at: noon.adding(.seconds(Int64(number) - 500))
            )
        }
        let (events, cursor) = try pages(stage, provider)
        #expect(Set(events.map(\.id)).count == 450)
        #expect(cursor == noon.adding(.seconds(-51)).description)
    }

    @Test("events of a processor, oldest unknown one first")
    func events() throws {
        let stage = try Stage("stripe")
        let provider = stage.provider
        let link: JSONObject = [
            "amount": 100, "currency": "USD", "description": "x", "reference": "acme:1", "success_url": "https://x",
        ]
        _ = provider.take(try stage.call("create_payment_link", link))
        var ids: [String] = []
        for number in 0..<3 as Range<Int64> {
            ids.append(
                try provider.cause(
                    try order("payment_failed", ["reference": "acme:1"]),
                    at: noon.adding(.seconds(number))
                ).id
            )
        }
        let (first, cursor) = try pages(stage, provider, at: noon.adding(.seconds(10)))
        #expect(Set(first.map(\.id)) == Set(ids))
        #expect(cursor == "\(ids[2]) \(noon.seconds + 2)")
        ids.append(try provider.cause(try order("payment", ["reference": "acme:1"]), at: noon.adding(.seconds(5))).id)
        let (second, _) = try pages(stage, provider, from: cursor, at: noon.adding(.seconds(10)))
        #expect(second.map(\.id) == [ids[3]])
        #expect(second.map(\.type) == [.paymentSucceeded])
    }

    @Test("a record with what was changed since, and one that is not there")
    func record() throws {
        let stage = try Stage("hubspot")
        let provider = stage.provider
        let deal: JSON = ["id": 5, "contact": 1, "properties": ["amount": "10.00", "account_number": "9"]]
        _ = try provider.cause(try order("deal", deal), at: noon)
        for amount in ["11.00", "12.50"] {
            _ = try provider.cause(
                try order("property", ["object": "deal", "id": 5, "name": "amount", "value": .string(amount)]),
                at: noon
            )
        }
        let input: JSONObject = ["object": "deals", "id": "5", "properties": "amount"]
        let found = provider.take(try stage.call("get_record", input)).reply
        #expect(found.json["properties"]?["amount"] == "12.50")
        #expect(found.json["properties"]?["account_number"] == "9")
        #expect(found.json["associations"]?["contacts"]?["results"] == [["id": "1", "type": "deal_to_contact"]])
        let gone = provider.take(try stage.call("get_record", ["object": "deals", "id": "6", "properties": "amount"]))
        #expect(gone.reply.status == 404)
    }

    @Test("a provider holds the latest of an event's name")
    func bound() {
        var held = HeldEvents()
        for number in 0..<(HeldEvents.limit + 5) { held.hold(.int(Int64(number)), called: "a") }
        held.hold("b", called: "b")
        #expect(held.events(called: "a").count == HeldEvents.limit)
        #expect(held.events(called: "a").first == 5)
        #expect(held.events(called: "b") == ["b"])
        #expect(held.events(called: "c").isEmpty)
    }

    @Test("only the first requests meet a fault that says so")
    func firstRequests() throws {
        let fault = try #require(Fault("crm=5xx:3x"))
        #expect(fault.count == 3)
        var schedule = FaultSchedule([fault])
        let met = (0..<6).map { _ in schedule.next().ending != nil }
        #expect(met == [true, true, true, false, false, false])
        #expect(Fault("crm=429:7s:2x")?.kind == .tooManyRequests(retryAfter: .seconds(7)))
        for text in ["crm=5xx:0x", "crm=5xx:x", "crm=5xx:-1x", "crm=5xx:2x:30%", "crm=3x"] {
            #expect(Fault(text) == nil)
        }
    }
}
