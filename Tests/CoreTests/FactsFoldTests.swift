import Core
import Testing

@Suite("Facts are a fold over the timeline")
struct FactsFoldTests {
    private let account = AccountKey(creditor: "acme", reference: "1")

    private func event(_ type: String, _ minute: Int64, _ data: JSONObject = [:], id: String? = nil) -> Event {
        let time = Timestamp(seconds: 1_700_000_000 + minute * 60)
        return Event(
            id: id ?? "\(type)-\(minute)",
            source: "test",
            type: EventType(rawValue: type),
            time: time,
            recorded: time,
            customer: "c",
            account: account,
            data: data
        )
    }

    private func fold(_ events: [Event], ledger: [LedgerRow] = []) -> CustomerFacts {
        CustomerFacts.fold(customer: "c", identifiers: [], events: events.sorted(by: Event.isEarlier), ledger: ledger)
    }

    @Test func aPaymentCountsOnceHoweverManyEventsReportIt() {
        let facts = fold([
            event("account.placed", 0, ["balance": 10_000, "currency": "USD", "oldest_due": "2023-10-01"]),
            event("payment.succeeded", 1, ["payment": "p1", "amount": 4000]),
            event("payment.succeeded", 2, ["payment": "p1", "amount": 4000]),
        ])
        #expect(facts.accounts[account]?.balance == 6000)
    }

    @Test func theCreditorsBalanceStandsAboveOlderPayments() {
        let facts = fold([
            event("account.placed", 0, ["balance": 10_000]),
            event("payment.succeeded", 1, ["payment": "p1", "amount": 4000]),
            event("account.balance_changed", 2, ["balance": 7000]),
        ])
        #expect(facts.accounts[account]?.balance == 7000)
    }

    @Test func hugeAmountsDoNotTrap() {
        let facts = fold([
            event("account.placed", 0, ["balance": .int(.max)]),
            event("payment.refunded", 1, ["payment": "p", "amount": .int(.max)]),
            event("payment.succeeded", 2, ["payment": "q", "amount": .int(.min)]),
        ])
        #expect(facts.accounts[account] != nil)
    }

    @Test func aCallIsTheFoldOfItsEvents() {
        let facts = fold([
            event("call.initiated", 0, ["call": "k"]), event("call.answered", 1, ["call": "k"]),
            event("call.completed", 3, ["call": "k", "result": "human"]),
            event("call.conversation", 2, ["call": "k", "party": "right"]),
        ])
        #expect(facts.attempts.count == 1)
        #expect(facts.attempts.first?.outcome == "conversation")
    }

    private static let calls: [(type: String, data: JSONObject, outcome: String)] = [
        ("call.no_answer", ["reason": "busy"], "busy"),
        ("call.no_answer", ["reason": "failed"], "not_connected"),
        ("call.voicemail", ["kind": "limited_content"], "voicemail_lcm"),
        ("call.completed", [:], "unknown_connected"),
        ("call.initiated", [:], "in_progress"),
    ]

    @Test(arguments: calls)
    func outcomesOfCalls(type: String, data: JSONObject, outcome: String) {
        #expect(fold([event(type, 0, data)]).attempts.first?.outcome == outcome)
    }

    @Test func ourOwnDeliveryCountsOnceByTheLedger() {
        let time = Timestamp(seconds: 1_700_000_000)
        let row = LedgerRow(
            delivery: "d1",
            customer: "c",
            account: account,
            channel: .sms,
            address: "+15005550006",
            wallTime: time,
            bootID: "b",
            bootTime: 1,
            isReply: false
        )
        var sent = event("message.sent", 1, ["message": "SM1"])
        sent.delivery = "d1"
        #expect(fold([sent], ledger: [row]).attempts.map(\.id) == ["d1"])
    }

    @Test func theLastWordOnAChannelHolds() {
        var no = event("consent.revoked", 1)
        no.channel = .sms
        no.address = "+15005550006"
        var yes = event("consent.granted", 2)
        yes.channel = .sms
        yes.address = "+15005550007"
        let facts = fold([no, yes])
        #expect(facts.preference(for: .sms, address: "+15005550006")?.isConsent == false)
        #expect(facts.preference(for: .sms, address: "+15005550007")?.isConsent == true)
        #expect(facts.preference(for: .email, address: nil) == nil)
    }
}
