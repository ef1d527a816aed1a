import Core
import Policy
import Testing

/// What whoever writes rules is told: every problem at once, each with its place and a hint.
struct GateRuleTests {
    private static let good = """
        - id: X
          explain: x
          test: {block: {while: "true"}}
          outcome: deny
        """

    /// `line:column code: message (hint)` of every problem.
    private func problems(_ text: String) -> [String] {
        do throws(Diagnostics) {
            _ = try GateFixture.rules(text)
            return []
        } catch {
            return error.sorted.map { problem in
                let hint = problem.hint.map { " (\($0))" } ?? ""
                return "\(problem.place.line):\(problem.place.column) \(problem.code): \(problem.message)\(hint)"
            }
        }
    }

    @Test("packs load, and their rules say where they are written and why", arguments: RulePack.names)
    func packs(name: String) throws {
        let rules = try RulePack.load(name)
        #expect(Set(rules.map(\.id)).count == rules.count)
        for rule in rules {
            #expect(rule.explain.hasSuffix("."), "\(rule.id)")
            if rule.authority != .policy {
                #expect(!rule.citation.isEmpty && rule.verified?.on != nil && !rule.actors.isEmpty, "\(rule.id)")
            }
        }
    }

    @Test("packs that there are") func names() throws {
        #expect(RulePack.names == ["house", "us/reg-f"])
        #expect(
            try RulePack.load("us/reg-f").map(\.id) == [
                "REGF-6B1-HOURS", "REGF-14B-7IN7", "REGF-14B-CONVO", "REGF-14H-MEDIUM", "REGF-6C-CEASE",
            ]
        )
        #expect(throws: Diagnostics.self) { try RulePack.load("us/reg-g") }
        #expect(RulePack.text("us/reg-g") == nil)
    }

    @Test("every key of the grammar is taken") func grammar() throws {
        let rules = try GateFixture.rules(
            """
            - id: ALL
              title: All
              explain: All keys.
              citation: [a, b]
              authority: safe_harbor
              verified: {on: 2026-11-23, by: me, note: sure}
              effective: {from: 2026-01-01, to: 2026-12-31}
              jurisdiction: {country: US, state: NY, locality: NYC}
              actors: [debt_buyer]
              applies:
                actions: [contact]
                channels: [voice, sms]
                modes: [live_manual]
                recipients: [consumer, third_party]
                lines: [mobile, unknown]
                unless: ["local_hours().exists(h, h < 9)", {purpose_in: [receipt]}, {recipient_in: [attorney]}]
              test:
                cap:
                  count:
                    dir: out
                    channels: any
                    modes: [prerecorded]
                    outcome: {not_in: [busy]}
                    placed_by: self
                    to_line: [mobile]
                    not_reply: true
                    exclude: [consent(call_frequency), misdirected, "recipient(attorney, cra)"]
                  per: [person, debt, account, number, customer, creditor]
                  max: 2
                  window: {days: 7, kind: calendar, first_day: next}
              on_missing: {location: us50, debt_attribution: all_debts, outcome: treat_as(connected)}
              outcome: review
              evidence: [limit, window]
            - {id: W, explain: w, outcome: defer, test: {window: {fixed: America/New_York, open: "07:30", close: "21:00"}}}
            - {id: R, explain: r, outcome: deny, test: {require: {any_of: ['inbound("sms", proposal.address, "60d")']}}}
            - {id: C, explain: c, outcome: deny, test: {content: {must: [opt_out_notice], must_not: [threatens_suit]}}}
            """
        )
        #expect(rules.map(\.id) == ["ALL", "W", "R", "C"])
        #expect(rules[0].effective?.to == CivilDate(year: 2026, month: 12, dayOfMonth: 31))
    }

    @Test(
        "one problem, its place and what to write instead",
        arguments: [
            ("  outcom: deny", "  outcome: deny", "4:3 unknown-key: unknown key `outcom` (did you mean `outcome`?)"),
            (
                "  outcome: denny", "  outcome: deny",
                "4:12 bad-value: `outcome` cannot be `denny` (did you mean `deny`?)"
            ),
            ("  explian: x", "  explain: x", "2:3 unknown-key: unknown key `explian` (did you mean `explain`?)"),
            ("  explain: ''", "  explain: x", "2:13 bad-value: `explain` is empty"),
            (
                "  test: {block: {while: custmer.id == ''}}", "  test: {block: {while: \"true\"}}",
                "3:25 cel-unknown-name: unknown name `custmer` (did you mean `customer`?)"
            ),
            (
                "  test: {block: {while: inboud('sms')}}", "  test: {block: {while: \"true\"}}",
                "3:25 cel-unknown-function: unknown function `inboud` (did you mean `inbound`?)"
            ),
            (
                "  test: {blok: {while: \"true\"}}", "  test: {block: {while: \"true\"}}",
                "3:10 unknown-key: unknown key `blok` (did you mean `block`?)"
            ),
            (
                "  test: {}", "  test: {block: {while: \"true\"}}",
                "3:9 bad-test: a rule makes one test, not 0 (one of: window, cap, cooldown, block, require, content)"
            ),
            (
                "  test: {window: {zone: all_candidates, open: 8, close: \"21:00\"}}",
                "  test: {block: {while: \"true\"}}",
                "3:47 bad-value: `open` must be a time of day (write hours and minutes: `\"08:00\"`)"
            ),
            (
                "  test: {window: {zone: all_candidates, open: \"21:00\", close: \"08:00\"}}",
                "  test: {block: {while: \"true\"}}", "3:18 bad-value: `close` must come after `open`"
            ),
        ]
    )
    func problem(written: String, instead good: String, expected: String) {
        let text = Self.good.replacing(good, with: written)
        #expect(problems(text).contains(expected), "\(problems(text))")
    }

    @Test(
        "caps and rests",
        arguments: [
            (
                "cap: {count: {dir: out, channel: [sms]}, per: [customer], max: 5, window: {days: 7}}",
                "3:34 unknown-key: unknown key `channel` (did you mean `channels`?)"
            ),
            (
                "cap: {count: {channels: [fax]}, per: [customer], max: 5, window: {days: 7}}",
                "3:35 bad-value: every element of `channels` cannot be `fax` (one of: chat, email, letter, sms, social, voice, voicemail_drop)"
            ),
            (
                "cap: {count: {dir: out}, per: [household], max: 5, window: {days: 7}}",
                "3:41 bad-value: every element of `per` cannot be `household` (one of: account, creditor, customer, debt, number, person)"
            ),
            (
                "cap: {count: {dir: out}, per: [customer], max: 0, window: {days: 7}}",
                "3:57 bad-value: `max` must be from 1 to 100000"
            ),
            (
                "cap: {count: {dir: out}, per: [customer], max: 5, window: {kind: calendar}}",
                "3:68 bad-window: this says not how long the window is (for example `days: 7`, `minutes: 5`, or `kind: week(sun)` alone)"
            ),
            (
                "cooldown: {after: {outcome: {in: [talked]}}, per: [person], days: 7}",
                "3:44 bad-value: every element of `in` cannot be `talked` (one of:"
            ),
            (
                "cooldown: {after: {exclude: [luck]}, per: [person], days: 7}",
                "3:39 bad-value: nothing is excluded by `luck` (one of: misdirected, consent(KIND), recipient(WHO, …))"
            ),
            ("cooldown: {after: {}, per: [], days: 7}", "3:37 bad-value: `per` is empty"),
        ]
    )
    func counting(test: String, expected: String) {
        let found = problems(Self.good.replacing("block: {while: \"true\"}", with: test))
        #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
    }

    @Test("all problems at once, with the line they stand in") func all() {
        let found = problems(
            """
            - id: X
              explain: x
              jurisdiction: {locality: NYC}
              effective: {from: 2026-13-01}
              actors: [collector]
              test: {block: {while: "1 +"}}
              outcome: later
            """
        )
        #expect(found.map { String($0.prefix { $0 != ":" && $0 != " " }) } == ["3", "4", "5", "6", "7"], "\(found)")
    }

    @Test("a problem shows its line") func rendered() {
        do throws(Diagnostics) {
            _ = try GateFixture.rules(Self.good.replacing("outcome", with: "outcom"))
            Issue.record("taken")
        } catch {
            #expect(
                error.sorted.last?.rendered == """
                    policy.yaml:4:3: error[unknown-key]: unknown key `outcom`
                     4 |   outcom: deny
                       |   ^
                       = did you mean `outcome`?
                    """
            )
        }
    }
}
