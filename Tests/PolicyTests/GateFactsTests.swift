import CEL
import Core
import Policy
import Testing

/// What expressions may ask about a customer: the same for the gate, personas and playbooks.
struct GateFactsTests {
    private let now = "2026-06-10T12:00:00-04:00"

    private func value(_ expression: String, proposal: Proposal? = GateFixture.proposal(.sms)) throws -> Value {
        let events = [
            try GateFixture.event(
                "m1",
                .messageReceived,
                "2026-06-10T11:00:00-04:00",
                channel: .sms,
                direction: .inbound
            ),
            try GateFixture.event("k1", .consentGranted, "2026-05-01T11:00:00-04:00", channel: .email),
            try GateFixture.event(
                "k2",
                .consentGranted,
                "2026-06-05T11:00:00-04:00",
                data: ["scope": "call_frequency", "expires": "2026-06-10"]
            ),
            try GateFixture.event("s1", .consentRevoked, "2026-06-01T11:00:00-04:00", channel: .voice),
            try GateFixture.call("c1", "2026-06-03T10:00:00-04:00"),
        ]
        let facts = try GateFixture.facts(events, ledger: [GateFixture.sent("d1", "2026-06-09T10:00:00-04:00")])
        let zone = try #require(GateFixture.zones.zone("America/Los_Angeles"))
        let bindings = FactsEnvironment.bindings(
            facts: facts,
            account: GateFixture.account,
            proposal: proposal,
            persona: "quick",
            event: events.first,
            now: try GateFixture.instant(now),
            zones: [zone]
        )
        return try Expression.compile(SourceText(expression), in: FactsEnvironment.environment).evaluate(bindings)
    }

    @Test(
        "holds",
        arguments: [
            "events('message.received', '1d') == 1 && events('message.received', '30m') == 0",
            "attempts('any', '7d') == 2 && attempts('sms', '7d') == 1 && attempts('voice', '6d') == 0",
            "since('message.received') == duration('1h') && since('payment.succeeded') > duration('8760h')",
            "last('message.received') == timestamp('2026-06-10T15:00:00Z') && last('payment.succeeded') == null",
            "[1, 2].last().value() == 2",
            "consent('email') == 'express' && consent('sms') == 'implied' && consent('voice') == 'revoked'",
            "consent('letter') == 'none' && consent('voicemail_drop') == 'revoked'",
            "consented('email') && consented('email', '', '40d') && !consented('email', '', '39d')",
            "consented('call_frequency') && !consented('inconvenient_time')",
            "inbound('sms') && inbound('sms', proposal.address, '1h') && !inbound('email')",
            "fact('consent.revoked') && !fact('consent.revoked', '8d') && !fact('cease_written')",
            "purpose_in(['collection', 'x']) && !purpose_in([]) && recipient_in(['consumer'])",
            "local_hours() == [9] && in_window(now, ['08:00', '21:00']) && !in_window(now, ['10:00', '21:00'])",
            "account.balance_cents == 12000 && account.currency == 'USD' && account.reference == '100'",
            "account.ended == '' && account.days_past_due == 0 && !account.plan_active && account.flags == []",
            "customer.declared_channel == '' && customer.id == 'cus_1' && persona == 'quick'",
            "event.type == 'message.received' && event.channel == 'sms' && creditor.id == 'acme'",
            "proposal.channel == channel.name && point.value == proposal.address && person.role == 'consumer'",
        ]
    )
    func holds(expression: String) throws {
        let value = try value(expression)
        #expect(value.isTrue, "\(value)")
    }

    @Test(
        "is an error, never false",
        arguments: [
            "events('message.recieved', '1d') == 0", "events('message.received', '1 day') == 0",
            "attempts('sms', '7') == 0", "consent('smss') == 'none'", "inbound('fax')", "fact('cease')",
            "purpose_in(customer.id)", "in_window(now, ['21:00', '08:00'])", "campaign.size > 1",
            "customer.nickname == ''",
        ]
    )
    func errors(expression: String) throws {
        #expect(try value(expression).error != nil)
    }

    @Test(
        "is refused before anybody asks",
        arguments: [
            ("account.balnce_cents > 0", "cel-unknown-field"), ("creditor.name == ''", "cel-unknown-field"),
            ("account.balance_cents > '5'", "cel-type"), ("since('message.received') > 5", "cel-type"),
            ("purpose_in('x')", "cel-type"), ("proposal.is_reply == 'true'", "cel-type"),
        ]
    )
    func problems(expression: String, code: String) throws {
        let problems = #expect(throws: Diagnostics.self) {
            try Expression.compile(SourceText(expression), in: FactsEnvironment.environment)
        }
        #expect(problems?.all.map(\.code) == [code])
    }

    @Test("nothing is proposed outside the gate") func withoutProposal() throws {
        #expect(try value("purpose_in(['collection'])", proposal: nil).isTrue == false)
        #expect(try value("proposal.purpose == 'collection'", proposal: nil).error != nil)
        #expect(try value("consent('email') == 'express'", proposal: nil).isTrue)
    }
}
