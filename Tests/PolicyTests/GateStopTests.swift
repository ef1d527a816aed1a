import Core
import Policy
import Testing

/// Refusals: of a medium, of an address, of all contact; and what may still go out.
struct GateStopTests {
    private let now = "2026-06-10T12:00:00-04:00"

    private func stop(
        _ channel: Channel,
        _ address: String?,
        _ time: String = "2026-06-09T09:00:00-04:00"
    ) throws -> Event {
        try GateFixture.event(
            "stop",
            .consentRevoked,
            time,
            channel: channel,
            direction: .inbound,
            address: address,
            data: address == nil ? ["scope": "channel"] : [:]
        )
    }

    private func decide(
        _ events: [Event],
        _ proposal: Proposal,
        at time: String,
        pack: String = "us/reg-f",
        ledger: [LedgerRow] = []
    ) throws -> String {
        try GateFixture.gate(pack)
            .decide(proposal, facts: GateFixture.facts(events, ledger: ledger), now: GateFixture.instant(time)).summary
    }

    @Test("an opt-out holds for its medium and address") func optOut() throws {
        let text = GateFixture.proposal(.sms)
        #expect(try decide([stop(.sms, "+16145550142")], text, at: now) == "deny REGF-14H-MEDIUM")
        #expect(try decide([stop(.sms, "(614) 555-0142")], text, at: now) == "deny REGF-14H-MEDIUM")
        #expect(try decide([stop(.sms, nil)], text, at: now) == "deny REGF-14H-MEDIUM")
        #expect(try decide([stop(.sms, "+16145550143")], text, at: now) == "allow")
        #expect(try decide([stop(.sms, nil)], GateFixture.proposal(.voice), at: now) == "allow")
        #expect(
            try decide([stop(.email, "Ann@Example.com")], GateFixture.proposal(.email), at: now)
                == "deny REGF-14H-MEDIUM"
        )
    }

    @Test("a ringless voicemail is a call") func ringless() throws {
        let drop = GateFixture.proposal(.voicemailDrop)
        #expect(try decide([stop(.voice, nil)], drop, at: now) == "deny REGF-14H-MEDIUM")
    }

    @Test("a refusal dated ahead of us holds already") func fastClock() throws {
        let ahead = try stop(.sms, nil, "2026-06-10T12:00:30-04:00")
        #expect(try decide([ahead], GateFixture.proposal(.sms), at: now) == "deny REGF-14H-MEDIUM")
    }

    @Test("the last word counts; consent to more calls is no word about the medium") func lastWord() throws {
        let again = try GateFixture.event("start", .consentGranted, "2026-06-09T15:00:00-04:00", channel: .sms)
        #expect(try decide([stop(.sms, nil), again], GateFixture.proposal(.sms), at: now) == "allow")
        var tie = try stop(.sms, nil, "2026-06-09T15:00:00-04:00")
        tie.id = "before"
        #expect(try decide([tie, again], GateFixture.proposal(.sms), at: now) == "deny REGF-14H-MEDIUM")
        var calls = again
        calls.channel = .voice
        calls.data = ["scope": "inconvenient_time"]
        #expect(
            try decide([stop(.voice, nil), calls], GateFixture.proposal(.voice), at: now) == "deny REGF-14H-MEDIUM"
        )
    }

    @Test("one confirmation of the opt-out, at any hour") func confirmation() throws {
        let stop = try stop(.sms, "+16145550142", "2026-06-10T23:00:00-04:00")
        let confirmation = GateFixture.proposal(.sms, purpose: "opt_out_confirmation", isReply: true)
        let soon = "2026-06-10T23:00:05-04:00"
        for pack in ["us/reg-f", "house"] {
            #expect(try decide([stop], confirmation, at: soon, pack: pack) == "allow")
        }
        let confirmed = try GateFixture.sent("d1", soon, isReply: true)
        let second = try decide([stop], confirmation, at: "2026-06-11T12:00:00-04:00", ledger: [confirmed])
        #expect(second == "deny REGF-14H-MEDIUM")
        var again = confirmation
        again.delivery = "d1"
        #expect(try decide([stop], again, at: soon, ledger: [confirmed]) == "allow")
    }

    @Test("one answer in the medium the person has used") func reply() throws {
        let question = try GateFixture.event(
            "q1",
            .messageReceived,
            "2026-06-10T11:50:00-04:00",
            channel: .sms,
            direction: .inbound,
            address: "+16145550142"
        )
        let answer = GateFixture.proposal(.sms, isReply: true)
        #expect(try decide([stop(.sms, nil), question], answer, at: now) == "allow")
        let answered = try GateFixture.sent("d1", "2026-06-10T11:55:00-04:00", isReply: true)
        #expect(try decide([stop(.sms, nil), question], answer, at: now, ledger: [answered]) == "deny REGF-14H-MEDIUM")
        let elsewhere = GateFixture.proposal(.email, isReply: true)
        #expect(try decide([stop(.email, nil), question], elsewhere, at: now) == "deny REGF-14H-MEDIUM")
        #expect(try decide([stop(.sms, nil), question], GateFixture.proposal(.sms), at: now) == "deny REGF-14H-MEDIUM")
    }

    @Test("after a written request to cease only the three messages of 1006.6(c)(2)") func cease() throws {
        let cease = try GateFixture.event("e1", .ceaseRequested, "2026-06-09T14:00:00-04:00", data: ["written": true])
        let denied = try GateFixture.gate("us/reg-f")
            .decide(GateFixture.proposal(.letter), facts: GateFixture.facts([cease]), now: GateFixture.instant(now))
        #expect(denied.summary == "deny REGF-6C-CEASE")
        #expect(denied.findings.first?.counted == ["e1"])
        for purpose in ["terminate_efforts", "may_invoke_ordinary_remedy", "will_invoke_specified_remedy"] {
            #expect(try decide([cease], GateFixture.proposal(.letter, purpose: purpose), at: now) == "allow")
        }
        var other = GateFixture.proposal(.letter)
        other.account = AccountKey(creditor: "acme", reference: "200")
        #expect(try decide([cease], other, at: now) == "allow")
        var unspecific = cease
        unspecific.account = nil
        #expect(try decide([unspecific], other, at: now) == "deny REGF-6C-CEASE")
    }

    @Test("an oral request to cease is no notice under 1006.6(c), but the house hears it") func oral() throws {
        let oral = try GateFixture.event("e1", .ceaseRequested, "2026-06-09T14:00:00-04:00", data: ["written": false])
        #expect(try decide([oral], GateFixture.proposal(.letter), at: now) == "allow")
        #expect(try decide([oral], GateFixture.proposal(.letter), at: now, pack: "house") == "deny HOUSE-CEASE")
    }

    @Test("nothing owed, nothing asked; a receipt still goes out") func nothingOwed() throws {
        let paid = try GateFixture.event("p1", .paymentSucceeded, "2026-06-10T11:00:00-04:00", data: ["amount": 12_000])
        #expect(try decide([paid], GateFixture.proposal(.sms), at: now, pack: "house") == "deny HOUSE-NOTHING-OWED")
        let receipt = GateFixture.proposal(.email, purpose: "receipt")
        #expect(try decide([paid], receipt, at: now, pack: "house") == "allow")
        let recalled = try GateFixture.event("r1", .accountRecalled, "2026-06-10T11:00:00-04:00")
        #expect(try decide([recalled], GateFixture.proposal(.sms), at: now, pack: "house") == "deny HOUSE-NOTHING-OWED")
    }

    @Test("the house rules bind every actor") func everyActor() throws {
        var proposal = GateFixture.proposal(.sms)
        proposal.actor = "first_party_creditor"
        #expect(try decide([stop(.sms, nil)], proposal, at: now) == "allow")
        let night = "2026-06-10T22:00:00-04:00"
        #expect(
            try decide([stop(.sms, nil)], proposal, at: night, pack: "house") == "deny HOUSE-OPT-OUT HOUSE-QUIET-HOURS"
        )
    }

    @Test("consent dated ahead of us does not outlive the refusal that came after it") func futureConsent() throws {
        var yes = try GateFixture.event("yes", .consentGranted, "2026-06-10T13:00:00-04:00", channel: .sms)
        yes.recorded = try GateFixture.instant("2026-06-10T11:00:00-04:00")
        let no = try stop(.sms, "+16145550142", "2026-06-10T11:59:00-04:00")
        let text = GateFixture.proposal(.sms)
        for time in [now, "2026-06-10T15:00:00-04:00"] {
            #expect(try decide([yes, no], text, at: time) == "deny REGF-14H-MEDIUM")
        }
        let rule = """
            - {id: X, explain: x, outcome: deny, test: {require: {any_of: ['consented("sms")']}}}
            """
        let decision = try GateFixture.gate(rules: rule).decide(
            text,
            facts: GateFixture.facts([yes, no]),
            now: GateFixture.instant("2026-06-10T15:00:00-04:00")
        )
        #expect(decision.summary == "deny X")
    }

    @Test("a refusal that names no channel is of all of them") func everyChannel() throws {
        var no = try stop(.sms, "ann@example.com")
        no.channel = nil
        for channel in Channel.contacts {
            #expect(try decide([no], GateFixture.proposal(channel), at: now) == "deny REGF-14H-MEDIUM")
        }
        let yes = try GateFixture.event("yes", .consentGranted, "2026-06-09T15:00:00-04:00")
        #expect(try decide([no, yes], GateFixture.proposal(.sms), at: now) == "deny REGF-14H-MEDIUM")
    }
}
