import Core
import Policy
import Testing

/// House rules about disputes, representation, bankruptcy, death, and addresses that are not the customer's.
struct GateHouseTests {
    private let now = "2026-06-10T12:00:00-04:00"

    private func event(_ type: String, _ day: Int, _ data: JSONObject = [:], address: String? = nil) throws -> Event {
        let time = "2026-06-0\(day)T09:00:00-04:00"
        return try GateFixture.event(
            "\(type)-\(day)",
            EventType(rawValue: type),
            time,
            address: address,
            data: data
        )
    }

    private func decide(
        _ events: [Event],
        _ channel: Channel = .sms,
        _ purpose: String = "collection",
        account: AccountKey? = GateFixture.account,
        recipient: String = "consumer"
    ) throws -> String {
        var proposal = GateFixture.proposal(channel, purpose: purpose)
        proposal.recipient = recipient
        proposal.account = account
        var facts = try GateFixture.facts(events)
        facts.accounts[other] = facts.accounts[GateFixture.account]
        return try GateFixture.gate("house").decide(proposal, facts: facts, now: GateFixture.instant(now)).summary
    }

    private let other = AccountKey(creditor: "acme", reference: "200")

    @Test("a disputed account rests until the dispute is resolved") func dispute() throws {
        let opened = try event("dispute.opened", 2)
        #expect(try decide([opened]) == "deny HOUSE-DISPUTE")
        #expect(try decide([opened], account: other) == "allow")
        #expect(try decide([opened], .email, "receipt") == "allow")
        #expect(try decide([opened, event("dispute.resolved", 3)]) == "allow")
        #expect(try decide([event("dispute.resolved", 1), opened]) == "deny HOUSE-DISPUTE")
        #expect(
            try decide([opened, event("dispute.resolved", 3), event("dispute.opened", 4)]) == "deny HOUSE-DISPUTE"
        )
        var elsewhere = try event("dispute.resolved", 3)
        elsewhere.account = other
        #expect(try decide([opened, elsewhere]) == "deny HOUSE-DISPUTE")
        var unnamed = opened
        unnamed.account = nil
        #expect(try decide([unnamed], account: other) == "deny HOUSE-DISPUTE")
        #expect(try decide([unnamed, elsewhere]) == "deny HOUSE-DISPUTE")
        #expect(try decide([unnamed, elsewhere], account: other) == "allow")
        unnamed.data = ["debt": "acme:200"]
        #expect(try decide([unnamed]) == "allow")
    }

    @Test("a resolution dated ahead of us resolves nothing that is opened after it") func futureResolution() throws {
        var resolved = try event("dispute.resolved", 9)
        resolved.recorded = try GateFixture.instant("2026-06-01T09:00:00-04:00")
        #expect(try decide([event("dispute.opened", 2), resolved]) == "deny HOUSE-DISPUTE")
    }

    @Test("an attorney, whatever the account") func attorney() throws {
        let named = try event("attorney.named", 2)
        #expect(try decide([named]) == "deny HOUSE-ATTORNEY")
        #expect(try decide([named], account: other) == "deny HOUSE-ATTORNEY")
        #expect(try decide([named], recipient: "attorney") == "allow")
        #expect(try decide([named], .sms, "required_notice") == "allow")
    }

    @Test("in bankruptcy nothing but required notices") func bankruptcy() throws {
        let reported = try event("bankruptcy.reported", 2)
        #expect(try decide([reported], account: other) == "deny HOUSE-BANKRUPTCY")
        #expect(try decide([reported], .email, "receipt") == "deny HOUSE-BANKRUPTCY")
        #expect(try decide([reported], .sms, "required_notice") == "allow")
    }

    private static let flags = [
        ("disputed", "deny HOUSE-DISPUTE", "allow"), ("cease_communication", "deny HOUSE-CEASE", "allow"),
        ("attorney_represented", "deny HOUSE-ATTORNEY", "deny HOUSE-ATTORNEY"),
        ("bankruptcy", "deny HOUSE-BANKRUPTCY", "deny HOUSE-BANKRUPTCY"),
        ("deceased", "deny HOUSE-DECEASED", "deny HOUSE-DECEASED"), ("hardship", "allow", "allow"),
    ]

    @Test("flags count as well, until they are cleared", arguments: flags)
    func flagsCount(flag: String, own: String, elsewhere: String) throws {
        let set = try event("account.flag_set", 2, ["flag": .string(flag)])
        #expect(try decide([set]) == own)
        #expect(try decide([set], account: other) == elsewhere)
        let cleared = try event("account.flag_cleared", 3, ["flag": .string(flag)])
        #expect(try decide([set, cleared]) == "allow")
        #expect(try decide([set, event("account.flag_cleared", 3, ["flag": "vip"])]) == own)
        var unnamed = set
        unnamed.account = nil
        #expect(try decide([unnamed], account: other) == own)
    }

    private static let wrongs: [(type: String, data: JSONObject, isWrong: Bool)] = [
        ("wrong_party.reported", [:], true), ("contact_point.invalidated", ["why": "disconnected"], true),
        ("message.bounced", ["hard": true], true), ("message.bounced", [:], true),
        ("message.bounced", ["hard": false], false), ("contact_point.added", [:], false),
    ]

    @Test("an address that is somebody else's or nobody's", arguments: wrongs)
    func wrongAddress(type: String, data: JSONObject, isWrong: Bool) throws {
        let deny = isWrong ? "deny HOUSE-WRONG-PARTY" : "allow"
        let wrong = try event(type, 2, data, address: "(614) 555-0142")
        #expect(try decide([wrong]) == deny)
        #expect(try decide([wrong], .voice) == deny)
        #expect(try decide([wrong], .sms, "receipt") == deny)
        #expect(try decide([wrong], .email) == "allow")
        #expect(try decide([event(type, 2, data, address: "+16145550143")]) == "allow")
        #expect(try decide([wrong, event("contact_point.verified", 3, address: "+16145550142")]) == "allow")
        #expect(try decide([wrong, event("contact_point.verified", 3, address: "+16145550143")]) == deny)
        #expect(try decide([wrong, event("contact_point.verified", 1, address: "+16145550142")]) == deny)
    }

    @Test("a report that names no address is about all it may be about") func namelessAddress() throws {
        let deny = "deny HOUSE-WRONG-PARTY"
        #expect(try decide([event("wrong_party.reported", 2)], .letter) == deny)
        let mail = try event("contact_point.invalidated", 2, ["kind": "email", "value_token": "cp_1"])
        #expect(try decide([mail], .email) == deny)
        #expect(try decide([mail]) == "allow")
        let point = try event("wrong_party.reported", 2, ["contact_point": "+16145550142"])
        #expect(try decide([point]) == deny)
        #expect(try decide([point], .email) == "allow")
    }
}
