import Core
import Policy
import Testing

/// How rules come together: verdict, the first lawful moment, failures.
struct GateReleaseTests {
    private func decide(_ rules: String, _ time: String, facts: CustomerFacts? = nil) throws -> Decision {
        let facts = try facts ?? GateFixture.facts()
        let gate = try GateFixture.gate("us/reg-f", rules: rules)
        return gate.decide(GateFixture.proposal(.sms), facts: facts, now: try GateFixture.instant(time))
    }

    private func rule(_ id: String, _ test: String, _ outcome: String, _ more: String = "") -> String {
        "- {id: \(id), explain: \(id) says so., test: {\(test)}, outcome: \(outcome)\(more)}\n"
    }

    @Test("night and cap together: all rules are asked again where the last one ends") func nightAndCap() throws {
        let ledger = try (1...5).map { try GateFixture.sent("d\($0)", "2026-06-0\($0)T12:00:00-04:00") }
        let facts = try GateFixture.facts(ledger: ledger)
        let night = try GateFixture.instant("2026-06-05T22:00:00-04:00")
        let decision = try GateFixture.gate("us/reg-f", "house").decide(
            GateFixture.proposal(.sms),
            facts: facts,
            now: night
        )
        #expect(
            decision.summary == "defer 2026-06-08T12:00:00Z REGF-6B1-HOURS HOUSE-CAP-ALL-CHANNELS HOUSE-QUIET-HOURS"
        )
        #expect(
            decision.finding("HOUSE-CAP-ALL-CHANNELS")?.until == (try GateFixture.instant("2026-06-08T00:00:00-04:00"))
        )
        #expect(decision.finding("REGF-6B1-HOURS")?.until == (try GateFixture.instant("2026-06-06T08:00:00-04:00")))
    }

    @Test("deny beats defer and has no time") func denyBeatsDefer() throws {
        let decision = try decide(rule("NO", "block: {while: 'true'}", "deny"), "2026-06-10T22:00:00-04:00")
        #expect(decision.summary == "deny REGF-6B1-HOURS NO")
    }

    @Test("warnings and reviews do not hold anything up") func warnings() throws {
        let rules = rule("W", "block: {while: 'true'}", "warn") + rule("R", "block: {while: 'true'}", "review")
        let decision = try decide(rules, "2026-06-10T12:00:00-04:00")
        #expect(decision.summary == "allow W R")
        #expect(decision.findings.map(\.effect) == ["warn", "review"])
    }

    @Test("a hold that only a new fact ends has no time") func newFact() throws {
        let decision = try decide(rule("HOLD", "block: {while: 'true'}", "defer"), "2026-06-10T22:00:00-04:00")
        #expect(decision.summary == "defer REGF-6B1-HOURS HOLD")
    }

    @Test("a rule that will deny when the time has come denies now, and says so") func deniedLater() throws {
        let later = rule("NEW-LAW", "block: {while: 'true'}", "deny", ", effective: {from: 2026-06-11}")
        let decision = try decide(later, "2026-06-10T22:00:00-04:00")
        #expect(decision.summary == "deny REGF-6B1-HOURS NO-LAWFUL-TIME")
        #expect(decision.findings.last?.explain == "From 2026-06-11T12:00:00Z on NEW-LAW denies.")
    }

    @Test("rules hold between their dates at the customer's place, and end with them") func effective() throws {
        let old = rule(
            "OLD",
            "window: {zone: all_candidates, open: '08:00', close: '08:01'}",
            "defer",
            ", effective: {to: 2026-06-10}"
        )
        #expect(try decide(old, "2026-06-10T20:00:00-04:00").summary == "defer 2026-06-11T12:00:00Z OLD")
        #expect(try decide(old, "2026-06-11T12:00:00-04:00").notApplicable.contains("OLD"))
    }

    @Test("a predicate that fails denies, whatever the rule's outcome, and says why") func failing() throws {
        for test in [
            "block: {while: campaign.abandoned > 3}", "block: {while: customer.no_such == 1}",
            "require: {any_of: ['1']}",
        ] {
            let decision = try decide(rule("BROKEN", test, "warn"), "2026-06-10T12:00:00-04:00")
            #expect(decision.summary == "deny BROKEN", "\(test)")
            #expect(decision.findings.first?.evidence["failure"]?.string != nil)
        }
        let exempt = rule("BROKEN", "block: {while: 'false'}", "defer", ", applies: {unless: [customer.no_such]}")
        #expect(try decide(exempt, "2026-06-10T12:00:00-04:00").summary == "deny BROKEN")
        for misspelt in ["fact('cease_writen')", "events('call.answerd', '1d') > 0", "consent('smss') == 'revoked'"] {
            let decision = try decide(
                rule("BROKEN", "block: {while: \"\(misspelt)\"}", "deny"),
                "2026-06-10T12:00:00-04:00"
            )
            #expect(decision.summary == "deny BROKEN", "\(misspelt)")
        }
    }

    @Test("a channel the gate does not know is denied") func unknownChannel() throws {
        let now = try GateFixture.instant("2026-06-10T12:00:00-04:00")
        let gate = try GateFixture.gate("us/reg-f")
        let pigeon = gate.decide(
            GateFixture.proposal(.init(rawValue: "pigeon")),
            facts: try GateFixture.facts(),
            now: now
        )
        #expect(pigeon.summary == "deny UNKNOWN-CHANNEL")
        let whatsapp = gate.decide(
            GateFixture.proposal(.init(rawValue: "whatsapp")),
            facts: try GateFixture.facts(),
            now: now
        )
        #expect(whatsapp.summary == "allow")
    }

    @Test("jurisdictions match any state the customer may be in") func jurisdiction() throws {
        let local = rule("MA", "block: {while: 'true'}", "deny", ", jurisdiction: {state: MA}")
        var facts = try GateFixture.facts()
        #expect(try decide(local, "2026-06-10T12:00:00-04:00", facts: facts).notApplicable.contains("MA"))
        facts.locations.append(.init(kind: .address, value: "ma"))
        #expect(try decide(local, "2026-06-10T12:00:00-04:00", facts: facts).summary == "deny MA")
    }

    @Test("every rule is accounted for, once") func accounted() throws {
        let decision = try decide("", "2026-06-10T12:00:00-04:00")
        #expect(decision.passed.map(\.rule) == ["REGF-6B1-HOURS", "REGF-14H-MEDIUM", "REGF-6C-CEASE"])
        #expect(decision.notApplicable == ["REGF-14B-7IN7", "REGF-14B-CONVO"])
        #expect(decision.policy == "sha256:test")
        #expect(decision.tzdata == GateFixture.zones.version)
    }
}
