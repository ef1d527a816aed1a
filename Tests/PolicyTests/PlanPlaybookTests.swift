import Core
import Policy
import Testing

/// What whoever writes playbooks is told: each problem at the very word, with what to write instead.
struct PlanPlaybookTests {
    /// Problems of one playbook of these lines, the first being line 4.
    private func problems(_ lines: String, playbook: String = "p") throws -> [String] {
        let indented = lines.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        return try PlanFixture.problems(
            """
            playbooks:
              - playbook: \(playbook)
                version: 1
            \(indented.joined(separator: "\n"))
            \(PlanFixture.templates)
            """
        )
    }

    private func stepProblems(_ step: String) throws -> [String] {
        try problems("steps:\n  - {id: a, \(step)}\n  - {id: done, end: {outcome: exhausted}}")
    }

    @Test("a good playbook") func good() throws {
        let found = try problems(
            """
            enroll: {when: account.balance_cents > 0}
            exit: [{when: 'event.type == "cease.requested"', to: stop}, {when: account.time_barred, to: "@p"}]
            steps:
              - {id: a, send: {channel: sms, template: hello, link: payment}, on_deny: b}
              - {id: b, send: {channel: best, template: {sms: hello, email: mail}}, then: {goto: end}}
              - {id: c, wait_for: {event: payment.succeeded, within: 48h}, then: end, else: stop}
            """
        )
        #expect(
            found == [
                "5:98 warning playbook-loop: `p` leads to itself: who does not reach a goal goes round for ever (lead to `end` when once is enough)"
            ]
        )
    }

    @Test(
        "places a step leads to",
        arguments: [
            (
                "wait_for: {event: payment.succeeded, within: 1d}, then: dnoe",
                "5:73 unknown-step: no step is called `dnoe` (did you mean `done`?)"
            ),
            (
                "wait_for: {event: payment.succeeded, within: 1d}, else: {goto: x9}",
                "5:80 unknown-step: no step is called `x9` (one of: a, done, end, stop)"
            ),
            (
                "send: {channel: sms, template: hello}, on_deny: \"@q\"",
                "5:66 unknown-playbook: no playbook is called `q` (did you mean `@p`?)"
            ),
            ("end: {next: other}", "5:29 unknown-playbook: no playbook is called `other` (one of: p)"),
        ]
    )
    func targets(step: String, expected: String) throws {
        #expect(try stepProblems(step) == [expected])
    }

    @Test(
        "an exit leads out of the playbook",
        arguments: [
            (
                "done",
                "4:29 bad-exit: an exit leads out of the playbook, not to a step `done` (one of: end, stop, @PLAYBOOK)"
            ),
            ("stpo", "4:29 bad-exit: an exit leads out of the playbook, not to a step `stpo` (did you mean `stop`?)"),
            ("\"@x\"", "4:30 unknown-playbook: no playbook is called `x` (did you mean `@p`?)"),
        ]
    )
    func exits(to: String, expected: String) throws {
        #expect(try problems("exit: [{when: true, to: \(to)}]\nsteps: [{id: done, end: {}}]") == [expected])
    }

    @Test(
        "steps that do nothing, or too much",
        arguments: [
            ("steps: []", "4:12 no-steps: a playbook needs at least one step (add `- {id: NAME, send: {…}}`)"),
            ("goal: {when: true}", "2:5 missing-key: `steps` is missing (add `steps: …`)"),
            ("steps: [{id: a}]", "4:13 bad-step: a step does one thing: `send`, `wait_for` or `end`"),
            (
                "steps: [{id: a, end: {}, send: {channel: sms, template: hello}}]",
                "4:30 bad-step: a step does one thing: `send`, `wait_for` or `end` (make two steps of it)"
            ),
            ("steps: [{id: a, end: {}}, {id: a, end: {}}]", "4:36 duplicate-step: two steps are called `a`"),
        ]
    )
    func steps(lines: String, expected: String) throws {
        #expect(try problems(lines) == [expected])
    }

    @Test(
        "templates of a step",
        arguments: [
            ("sms, template: helo", "5:48 unknown-template: no template is called `helo` (did you mean `hello`?)"),
            ("sms, template: mail", "5:48 wrong-channel: `mail` is written for email, not for sms (one of: hello)"),
            (
                "best, template: {sms: hello, email: hello}",
                "5:69 wrong-channel: `hello` is written for sms, not for email (one of: mail)"
            ),
            (
                "best, template: {emial: mail, sms: hello}",
                "5:50 unknown-key: no template is sent by `emial` (did you mean `email`?)"
            ),
            ("sms, template: {email: mail}", "5:48 missing-template: there is no template for sms (add `sms: NAME`)"),
            ("best, template: {}", "5:49 missing-template: there is no template for sms or email (add `sms: NAME`)"),
        ]
    )
    func templates(send: String, expected: String) throws {
        #expect(try stepProblems("send: {channel: \(send)}") == [expected])
    }

    @Test("a template with a problem of its own is not unknown besides") func brokenTemplate() throws {
        let found = try PlanFixture.problems(
            """
            playbooks:
              - {playbook: p, version: 1, steps: [{id: a, send: {channel: sms, template: hello}}]}
            templates:
              hello: {channel: sms, txet: Hello}
            """
        )
        #expect(
            found == [
                "4:10 missing-key: `text` is missing (add `text: …`)",
                "4:25 unknown-key: unknown key `txet` (did you mean `text`?)",
            ]
        )
    }

    @Test("all problems at once, whatever else is wrong with the step") func atOnce() throws {
        let found = try problems(
            """
            steps:
              - {id: a, send: {channel: smz, template: helo}, then: nowhere, on_deny: "@gone"}
              - {wait_for: {event: payment.suceeded, within: soon}, else: a}
            """
        )
        let places = found.map { String($0.prefix { $0 != ":" }) + " " + ($0.split(separator: " ")[1]) }
        #expect(
            places == [
                "5 bad-value:", "5 unknown-template:", "5 unknown-step:", "5 unknown-playbook:", "6 missing-key:",
                "6 unknown-event:", "6 bad-value:",
            ],
            "\(found)"
        )
    }

    @Test(
        "playbooks that lead to each other",
        arguments: [
            (
                "{id: a, end: {next: q}}", "{id: b, end: {next: p}}",
                "2:59 endless-playbooks: `p`, `q` lead to each other without end, and no step waits (let a step wait (`delay` or `wait_for`), or lead to `end`)"
            ),
            (
                "{id: a, end: {next: q}}", "{id: b, delay: 30d, end: {next: p}}",
                "2:59 warning playbook-loop: `p`, `q` lead to each other: who does not reach a goal goes round for ever (lead to `end` when once is enough)"
            ),
            (
                "{id: a, send: {channel: sms, template: hello}, on_deny: \"@p\"}", "{id: b, end: {}}",
                "2:96 endless-playbooks: `p` leads to itself without end, and no step waits (let a step wait (`delay` or `wait_for`), or lead to `end`)"
            ),
            ("{id: a, end: {next: q}}", "{id: b, end: {}}", nil),
        ]
    )
    func loops(first: String, second: String, expected: String?) throws {
        let found = try PlanFixture.problems(
            """
            playbooks:
              - {playbook: p, version: 1, steps: [\(first)]}
              - {playbook: q, version: 1, steps: [\(second)]}
            \(PlanFixture.templates)
            """
        )
        #expect(found == [expected].compactMap(\.self))
    }

    @Test("two playbooks or templates of one name") func duplicates() throws {
        let found = try PlanFixture.problems(
            """
            playbooks:
              - {playbook: p, version: 1, steps: [{id: a, end: {}}]}
              - {playbook: p, version: 2, steps: [{id: a, end: {}}]}
            """
        )
        #expect(found == ["3:16 duplicate-playbook: two playbooks are called `p`"])
    }

    @Test("what other parts of the configuration ask for") func plan() throws {
        let plan = try PlanFixture.plan(
            """
            playbooks:
              - {playbook: p, version: 1, steps: [{id: a, send: {channel: sms, template: hello, link: payment}}]}
              - {playbook: q, steps: [{id: a, end: {}}]}
            templates:
              hello: {channel: sms, text: Hello}
              mail: {channel: email, text: Hello}
            """
        ).plan
        #expect(plan.playbookNames == ["p", "q"])
        #expect(plan.playbooks.keys.sorted() == ["p"])
        #expect(plan.templateNames == ["hello", "mail"])
        #expect(plan.paymentLinks.map { $0.place(at: 0) } == [SourcePlace(line: 2, column: 91)])
    }
}
