import Core
import Policy
import Testing

/// Names in the expressions of personas, playbooks and templates.
struct PlanExpressionTests {
    @Test(
        "a question",
        arguments: [
            (
                "account.balnce_cents > 0",
                "4:29 unknown-field: `account` has no `balnce_cents` (did you mean `balance_cents`?)"
            ),
            (
                "account.?curency.orValue(\"\") == \"USD\"",
                "4:30 unknown-field: `account` has no `curency` (did you mean `currency`?)"
            ),
            ("creditor.nam == \"acme\"", "4:30 unknown-field: `creditor` has no `nam` (one of: actor, id)"),
            (
                "proposal.purpos == \"receipt\"",
                "4:30 unknown-field: `proposal` has no `purpos` (did you mean `purpose`?)"
            ),
            ("event[\"typ\"] == \"loop.closed\"", "4:28 unknown-field: `event` has no `typ` (did you mean `type`?)"),
            (
                "event.type == \"loop.closd\"",
                "4:36 unknown-event: no event is called `loop.closd` (did you mean `loop.closed`?)"
            ),
            ("event.type in [\"loop.closed\", \"cease\"]", "4:52 unknown-event: no event is called `cease`"),
            ("persona == \"b\"", "4:33 unknown-persona: no persona is called `b` (did you mean `a`?)"),
            ("\"dgital\" != persona", "4:22 unknown-persona: no persona is called `dgital` (did you mean `digital`?)"),
            (
                "persona in [\"a\", \"digitl\"]",
                "4:39 unknown-persona: no persona is called `digitl` (did you mean `digital`?)"
            ),
            (
                "events(\"payment.suceeded\", \"7d\") == 0",
                "4:29 unknown-event: no event is called `payment.suceeded` (did you mean `payment.succeeded`?)"
            ),
            ("since(\"x\") > duration(\"1h\")", "4:28 unknown-event: no event is called `x`"),
            (
                "last(\"message.snt\") == null",
                "4:27 unknown-event: no event is called `message.snt` (did you mean `message.sent`?)"
            ),
            (
                "attempts(\"mail\", \"7d\") == 0",
                "4:31 unknown-channel: no channel is called `mail` (did you mean `email`?)"
            ),
            (
                "attempts(\"any\", \"7 days\") == 0",
                "4:38 bad-window: `7 days` is no length of time (write a number and a unit: `30d`, `48h` or `5m`)"
            ),
            ("consent(\"txt\") == \"express\"", "4:30 unknown-channel: no channel is called `txt`"),
            ("account.balance_cents", "4:21 warning not-a-question: this is int, not true or false, and never holds"),
            ("persona", "4:21 warning not-a-question: this is string, not true or false, and never holds"),
            ("consent(\"sms\")", "4:21 warning not-a-question: this is string, not true or false, and never holds"),
            ("account.balance_cents == \"5\"", "4:43 cel-type: `==` does not take int and string"),
            ("persona > 5", "4:29 cel-type: `>` does not take string and int"),
            (
                "account.?currency",
                "4:21 warning not-a-question: this is an optional, not true or false, and never holds"
            ),
            (
                "since(\"loop.closed\")",
                "4:21 warning not-a-question: this is a duration, not true or false, and never holds"
            ),
            ("1 + 1", "4:21 warning not-a-question: this is int, not true or false, and never holds"),
        ]
    )
    func question(when: String, expected: String) throws {
        let found = try problems(when)
        #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
    }

    @Test(
        "nothing is wrong with",
        arguments: [
            "account.time_barred", "true", "customer.anything == 1", "event.data.scope == \"x\"",
            "customer.persona == \"x\"", "customer.account.nothing == 1",
            "persona in [\"a\", \"digital\"] || \"a\" == persona", "fact(\"cease_written\", \"7d\")",
            "attempts(\"any\", \"48h\") + attempts(\"whatsapp\", \"5m\") == 0", "consented(\"call_frequency\")",
            "customer.tags.exists(account, account.nothing == 1)", "account.flags.exists(f, f == \"x\")",
            "\"account.nothing\" == customer.name // account.nothing", "event.type.startsWith(\"payment.\")",
            "[1, 2].last() == optional.of(2)", "has(event.data.reason)", "persona.startsWith(\"dig\")",
        ]
    )
    func good(when: String) throws {
        #expect(try problems(when) == [])
    }

    @Test("templates") func templates() throws {
        let found = try PlanFixture.problems(
            """
            templates:
              t:
                channel: email
                subject: ${creditor.name} ${creditor.actor}
                text: >-
                  Owed:
                  ${account.blance_cents}, ${persona == "x" ? "a" : "b"} ${link} ${customer.x}
            """
        )
        #expect(
            found == [
                "4:42 unknown-field: `creditor` has no `actor` (one of: id, name)",
                "7:17 unknown-field: `account` has no `blance_cents` (did you mean `balance_cents`?)",
                "7:46 unknown-persona: no persona is called `x` (one of: default)",
            ]
        )
    }

    @Test("personas and their evidence") func personas() throws {
        let found = try PlanFixture.problems(
            """
            personas:
              default: a
              rules:
                - {id: r, persona: b, when: 'events("call.conversation", "365d")', explain: x, evidence: [call.conversatoin]}
            """
        )
        #expect(
            found == [
                "4:34 warning not-a-question: this is int, not true or false, and never holds (compare it with something, as in `… == …` or `… >= …`)",
                "4:95 unknown-event: no event is called `call.conversatoin` (did you mean `call.conversation`?)",
            ]
        )
    }

    @Test("routing: channels the gate knows or counts, personas there are") func routing() throws {
        let found = try PlanFixture.problems(
            """
            personas: {default: a, rules: [{id: r, persona: digital, when: true, explain: x}]}
            routing:
              base:
                a: {sms: 1, emial: 2, whatsapp: 3, portal_inbox: 4, in_app: 5}
                digitl: {letter: 1}
            """
        )
        #expect(
            found == [
                "4:17 unknown-channel: no channel is called `emial` (did you mean `email`?)",
                "5:5 unknown-persona: no persona is called `digitl` (did you mean `digital`?)",
            ]
        )
    }

    @Test("without personas everybody is `default`; with a broken rule nobody knows") func unclear() throws {
        #expect(try PlanFixture.problems("routing: {base: {default: {sms: 1}}}") == [])
        let unclear = try PlanFixture.problems(
            """
            personas: {default: a, rules: [{id: r, when: true, explain: x}]}
            routing: {base: {b: {sms: 1}}}
            """
        )
        #expect(unclear == ["1:32 missing-key: `persona` is missing (add `persona: …`)"])
    }

    @Test("`@declared` gives the channels a person may ask for") func declared() throws {
        let found = try PlanFixture.problems(
            """
            personas: {default: a, rules: [{id: r, persona: "@declared", when: true, explain: x}]}
            routing: {base: {voice: {sms: 1}, a: {sms: 1}, "@declared": {sms: 1}}}
            """
        )
        #expect(found.count == 1 && found[0].hasPrefix("2:49 unknown-persona: no persona is called `@declared`"))
    }

    /// Problems of a playbook entered by this question, which begins at 4:21.
    private func problems(_ when: String) throws -> [String] {
        try PlanFixture.problems(
            """
            personas: {default: a, rules: [{id: r, persona: digital, when: true, explain: x}]}
            playbooks:
              - playbook: p
                enroll: {when: '\(when)'}
                version: 1
                steps: [{id: done, end: {}}]
            """
        )
    }
}
