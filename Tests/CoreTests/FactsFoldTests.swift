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

    private func word(_ type: String, said: Int64, stored: Int64, _ channel: Channel? = .sms) -> Event {
        var word = event(type, said)
        word.recorded = Timestamp(seconds: 1_700_000_000 + stored * 60)
        word.channel = channel
        return word
    }

    private static let words: [(grant: (Int64, Int64), refusal: (Int64, Int64), isConsent: Bool)] = [
        // said, stored: a later yes holds, also when both are told at once
        ((2, 2), (1, 1), true), ((2, 9), (1, 9), true),
        // a fast clock lifts no yes above the no that came after it
        ((60, 0), (5, 5), false), ((60, 0), (70, 5), false), ((60, 60), (70, 5), true),
        // a no that reaches us late holds; so does one of the same instant
        ((5, 5), (1, 9), false), ((5, 5), (5, 5), false), ((60, 5), (5, 5), false),
    ]

    @Test(arguments: words)
    func consentHoldsOnlyWhenSaidAndStoredLater(grant: (Int64, Int64), refusal: (Int64, Int64), isConsent: Bool) {
        let facts = fold([
            word("consent.granted", said: grant.0, stored: grant.1),
            word("consent.revoked", said: refusal.0, stored: refusal.1),
        ])
        #expect(facts.preference(for: .sms, address: nil)?.isConsent == isConsent)
        #expect(facts.preferences.allSatisfy { $0.time <= $0.recorded })
    }

    @Test(arguments: ["consent.revoked", "message.complained"])
    func aRefusalWithoutAChannelRefusesAll(type: String) {
        var everything = word(type, said: 3, stored: 3, nil)
        everything.address = "+15005550006"
        let facts = fold([word("consent.granted", said: 1, stored: 1), everything])
        for channel in Channel.contacts {
            #expect(facts.preference(for: channel, address: "ann@example.com")?.isConsent == false)
        }
        // a channel that only says where the word came from is none either
        let crm = fold([word(type, said: 3, stored: 3, Channel(rawValue: "crm"))])
        #expect(crm.preference(for: .email, address: nil)?.isConsent == false)
        let later = fold([everything, word("consent.granted", said: 4, stored: 4)])
        #expect(later.preference(for: .sms, address: nil)?.isConsent == true)
        #expect(later.preference(for: .email, address: nil)?.isConsent == false)
    }

    @Test func consentWithoutAChannelGrantsNothing() {
        #expect(fold([word("consent.granted", said: 1, stored: 1, nil)]).preferences.isEmpty)
        var narrow = word("consent.granted", said: 2, stored: 2)
        narrow.data = ["scope": "call_frequency"]
        #expect(fold([narrow]).preferences.isEmpty)
        narrow.type = .consentRevoked
        narrow.channel = nil
        #expect(fold([narrow]).preferences.isEmpty)
    }

    private static let ownCalls: [(events: [(type: String, data: JSONObject)], outcome: String)] = [
        ([], "sent"), ([("call.initiated", [:])], "in_progress"),
        ([("call.initiated", [:]), ("call.no_answer", ["reason": "busy"])], "busy"),
        ([("call.conversation", [:]), ("call.completed", [:])], "conversation"),
    ]

    @Test(arguments: ownCalls)
    func aCallOfOurOwnEndsAsItsEventsSay(events: [(type: String, data: JSONObject)], outcome: String) {
        let time = Timestamp(seconds: 1_700_000_000)
        let row = LedgerRow(
            delivery: "d1",
            customer: "c",
            account: account,
            channel: .voice,
            address: "+15005550006",
            wallTime: time,
            bootID: "b",
            bootTime: 1,
            isReply: false
        )
        let reports = events.enumerated().map { place, told in
            var report = event(told.type, Int64(place) + 1, told.data.merging(["call": "CA1"]))
            report.delivery = "d1"
            return report
        }
        let attempts = fold(reports, ledger: [row]).attempts
        #expect(attempts.map(\.id) == ["d1"])
        #expect(attempts.first?.time == time)
        #expect(attempts.first?.outcome == outcome)
    }
}
