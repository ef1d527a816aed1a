import Core
import Policy
import Testing

/// Caps and rests: 12 CFR 1006.14(b) with the examples of its commentary, and the house cap.
struct GateCountTests {
    private let noon = "T12:00:00-04:00"

    private func calls(from first: Int, count: Int, month: String = "2026-04") throws -> [Event] {
        try (0..<count).map { offset in
            let day = first + offset
            return try GateFixture.call("c\(offset + 1)", "\(month)-\(day < 10 ? "0" : "")\(day)" + noon)
        }
    }

    private func decide(_ events: [Event], _ time: String, channel: Channel = .voice) throws -> Decision {
        let facts = try GateFixture.facts(events)
        return try GateFixture.gate("us/reg-f")
            .decide(GateFixture.proposal(channel), facts: facts, now: GateFixture.instant(time))
    }

    @Test("comment 14(b)(2)(i)-1.i: seven calls from April 1 to 7, the next one on April 8")
    func sevenInSeven() throws {
        let sixth = try decide(calls(from: 1, count: 6), "2026-04-07T10:00:00-04:00")
        #expect(sixth.summary == "allow")
        #expect(sixth.finding("REGF-14B-7IN7")?.counted == ["c1", "c2", "c3", "c4", "c5", "c6"])
        let seventh = try decide(calls(from: 1, count: 7), "2026-04-07T16:00:00-04:00")
        #expect(seventh.summary == "defer 2026-04-08T12:00:00Z REGF-14B-7IN7")
        let finding = try #require(seventh.finding("REGF-14B-7IN7"))
        #expect(finding.until == (try GateFixture.instant("2026-04-08T00:00:00-04:00")))
        #expect(finding.counted.count == 7)
        #expect(finding.evidence["limit"] == 7)
        #expect(finding.evidence["window"]?["from"] == "2026-04-01")
        #expect(finding.evidence["window"]?["to"] == "2026-04-07")
    }

    @Test("days are dates, not 24 hours: nothing changes where clocks do")
    func calendarDays() throws {
        let calls = try (2...8).map { try GateFixture.call("c\($0)", "2026-03-0\($0)T20:00:00Z") }
        #expect(try decide(calls, "2026-03-08T19:00:00-04:00").summary == "defer 2026-03-09T12:00:00Z REGF-14B-7IN7")
        #expect(try decide(calls, "2026-03-09T08:15:00-04:00").summary == "allow")
    }

    @Test("what did not connect is looked at, not counted, and the decision says why")
    func notConnected() throws {
        var events = try calls(from: 1, count: 7)
        events[0] = try GateFixture.call("b1", "2026-04-01" + noon, "busy")
        let decision = try decide(events, "2026-04-07T16:00:00-04:00")
        #expect(decision.summary == "allow")
        let excluded = try #require(decision.finding("REGF-14B-7IN7")?.excluded)
        #expect(excluded.map(\.event) == ["b1"])
        #expect(excluded.map(\.why) == ["busy"])
    }

    @Test("a text is no call, another debt has its own seven, a call about no debt counts for each")
    func units() throws {
        #expect(try decide(calls(from: 1, count: 7), "2026-04-07T16:00:00-04:00", channel: .sms).summary == "allow")
        var other = try calls(from: 1, count: 7)
        for index in other.indices { other[index].account = AccountKey(creditor: "acme", reference: "200") }
        #expect(try decide(other, "2026-04-07T16:00:00-04:00").summary == "allow")
        for index in other.indices { other[index].account = nil }
        #expect(try decide(other, "2026-04-07T16:00:00-04:00").verdict == .defer)
    }

    @Test("comment 14(b)(2)(i)-1.ii: the consumer calls back on August 13, so no call before August 20")
    func conversation() throws {
        var back = try GateFixture.call("i1", "2026-08-13T15:00:00-04:00", "conversation")
        back.direction = .inbound
        let events = [try GateFixture.call("c1", "2026-08-11T10:00:00-04:00"), back]
        let seventh = try decide(events, "2026-08-19T10:00:00-04:00")
        #expect(seventh.summary == "defer 2026-08-20T12:00:00Z REGF-14B-CONVO")
        #expect(seventh.finding("REGF-14B-CONVO")?.counted == ["i1"])
        #expect(try decide(events, "2026-08-20T08:00:00-04:00").summary == "allow")
    }

    @Test("a call in the air counts as one whose content nobody knows")
    func inProgress() throws {
        let running = try GateFixture.event(
            "c1",
            .init(rawValue: "call.initiated"),
            "2026-04-07" + noon,
            channel: .voice
        )
        let decision = try decide([running], "2026-04-07T12:00:10-04:00")
        #expect(decision.verdict == .defer)
        #expect(decision.finding("REGF-14B-CONVO")?.counted == ["c1"])
    }

    @Test("Regulation F binds collectors and debt buyers only")
    func actors() throws {
        let facts = try GateFixture.facts(calls(from: 1, count: 7))
        let now = try GateFixture.instant("2026-04-07T22:00:00-04:00")
        for (actor, verdict) in [("debt_buyer", Decision.Verdict.defer), ("first_party_creditor", .allow)] {
            var proposal = GateFixture.proposal(.voice)
            proposal.actor = actor
            let decision = try GateFixture.gate("us/reg-f").decide(proposal, facts: facts, now: now)
            #expect(decision.verdict == verdict, "\(actor)")
        }
    }

    @Test("five touches of any kind in seven days, the own delivery apart")
    func houseCap() throws {
        let channels: [Channel] = [.sms, .email, .voice, .letter, .chat]
        let ledger = try channels.enumerated().map { index, channel in
            try GateFixture.sent("d\(index)", "2026-06-0\(index + 1)" + noon, channel)
        }
        let reply = try GateFixture.sent("r1", "2026-06-05T13:00:00-04:00", isReply: true)
        let facts = try GateFixture.facts(ledger: ledger + [reply])
        let gate = try GateFixture.gate("house")
        let now = try GateFixture.instant("2026-06-05T14:00:00-04:00")
        let sixth = gate.decide(GateFixture.proposal(.email), facts: facts, now: now)
        #expect(sixth.summary == "defer 2026-06-08T12:00:00Z HOUSE-CAP-ALL-CHANNELS")
        #expect(sixth.finding("HOUSE-CAP-ALL-CHANNELS")?.counted == ["d0", "d1", "d2", "d3", "d4"])
        #expect(sixth.finding("HOUSE-CAP-ALL-CHANNELS")?.excluded.map(\.why) == ["reply"])
        var own = GateFixture.proposal(.chat)
        own.delivery = "d4"
        #expect(gate.decide(own, facts: facts, now: now).verdict == .allow)
        #expect(gate.decide(GateFixture.proposal(.email, purpose: "receipt"), facts: facts, now: now).verdict == .allow)
    }

    @Test("a cap releases when enough has dropped out, not when the first has")
    func releaseOfSeveral() throws {
        let ledger = try (1...6).map { try GateFixture.sent("d\($0)", "2026-06-0\($0)" + noon) }
        let now = try GateFixture.instant("2026-06-06T14:00:00-04:00")
        let decision = try GateFixture.gate("house")
            .decide(GateFixture.proposal(.sms), facts: try GateFixture.facts(ledger: ledger), now: now)
        #expect(decision.summary == "defer 2026-06-09T12:00:00Z HOUSE-CAP-ALL-CHANNELS")
        #expect(decision.findings.first?.until == (try GateFixture.instant("2026-06-09T00:00:00-04:00")))
    }

    @Test("where the date is in doubt, the strictest of all places holds", arguments: [false, true])
    func strictestPlace(isReversed: Bool) throws {
        // June 3 in New York is still June 2 in Los Angeles
        var facts = try GateFixture.facts(
            ledger: [GateFixture.sent("d1", "2026-06-03T01:00:00-04:00")],
            in: "America/Los_Angeles",
            "America/New_York"
        )
        if isReversed { facts.locations.reverse() }
        let rule = """
            - id: X
              explain: x
              test: {cap: {count: {dir: out, channels: any}, per: [customer], max: 1, window: {days: 2}}}
              outcome: defer
            """
        let now = try GateFixture.instant("2026-06-03T12:00:00-04:00")
        let decision = try GateFixture.gate(rules: rule).decide(GateFixture.proposal(.sms), facts: facts, now: now)
        #expect(decision.findings.first?.until == (try GateFixture.instant("2026-06-05T00:00:00-04:00")))
    }

    @Test(
        "other windows",
        arguments: [
            ("{minutes: 5, kind: elapsed}", "2026-06-03T16:05:00Z"),
            ("{days: 2, kind: elapsed}", "2026-06-05T16:00:00Z"),
            ("{days: 2}", "2026-06-05T04:00:00Z"),
            ("{days: 2, first_day: next}", "2026-06-06T04:00:00Z"),
            ("{kind: week(sun)}", "2026-06-07T04:00:00Z"),
            ("{kind: business_week}", "2026-06-08T04:00:00Z"),
        ]
    )
    func windows(window: String, release: String) throws {
        // June 3, 2026 is a Wednesday
        let facts = try GateFixture.facts(ledger: [GateFixture.sent("d1", "2026-06-03T12:00:00-04:00")])
        let rule = """
            - id: X
              explain: x
              test: {cap: {count: {dir: out, channels: any}, per: [number], max: 1, window: \(window)}}
              outcome: defer
            """
        let now = try GateFixture.instant("2026-06-03T12:01:00-04:00")
        let decision = try GateFixture.gate(rules: rule).decide(GateFixture.proposal(.sms), facts: facts, now: now)
        #expect(decision.summary == "defer \(release) X")
    }
}
