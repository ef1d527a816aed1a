import Core
import Testing

@testable import Connectors

/// Providers' lists: what is asked, what is read, where reading goes on.
@Suite("Polls") struct PollTests {
    private static let actions = """
        list:
          input: {since: string, tag: string?}
          request: {method: GET, url: https://api.example.com/list, query: {since: '${input.since}'}}
          idempotency: natural
          response: {ok: status == 200}
        """

    private static let poll = """
        texts:
          every: 1m
          when: config.poll
          action: list
          input: {since: '${cursor == "" ? string(int(now) - 60) : cursor}'}
          split: json.texts.map(t, {'id':t.sid, 'text':t.body})
          cursor: 'json.?next'
          more: json.more
        """

    private static let normalize = """
        event: {dedupe_id: '${item.id}', channel: sms}
        rules: [{type: message.received, event: {text: '${item.text}'}}]
        """

    private func connector(
        poll: String = poll,
        verify: String = "none: {because: test}",
        receive: String = "key: item.id",
        normalize: String = normalize
    ) throws -> Connector {
        var text = "connector: test\nversion: 3\nsecrets: [token]\nconfig: {poll: true}\n"
        let parts = [
            ("verify", verify), ("receive", receive), ("normalize", normalize), ("actions", Self.actions),
            ("poll", poll),
        ]
        for (key, part) in parts where !part.isEmpty {
            text += "\(key):\n" + part.split(separator: "\n").map { "  \($0)\n" }.joined()
        }
        return try Connector.read(text, name: "test.yaml")
    }

    private func reply(_ body: String) -> HTTPReply { HTTPReply(status: 200, body: Array(body.utf8)) }

    private static let page =
        #"{"texts":[{"sid":"m1","body":"Hi"},{"sid":"m2","body":"STOP"}],"next":"p2","more":true}"#

    @Test("what is asked depends on how far reading has come")
    func question() throws {
        let source = source(try connector())
        let poll = try #require(source.connector.polls.first)
        #expect(poll.every == .seconds(60))
        let first = try source.question(of: poll, cursor: "", at: noon)
        #expect(first.action.name == "list")
        #expect(first.input == ["since": "1759999940"])
        #expect(try source.question(of: poll, cursor: "p2", at: noon).input == ["since": "p2"])
    }

    @Test("a reply is stored as it came and falls into items again")
    func page() throws {
        let source = source(try connector())
        let poll = try #require(source.connector.polls.first)
        let page = try source.page(of: poll, in: reply("\u{FEFF}" + Self.page), cursor: "", at: noon)
        #expect(page.items.map(\.key) == ["m1", "m2"], "the webhooks' own key")
        #expect(page.cursor == "p2")
        #expect(page.hasMore)
        #expect(page.webhook.method == "POLL")
        #expect(page.webhook.url == "poll:texts")
        #expect(page.webhook.body == Array(Self.page.utf8))
        let again = source.trusted(page.webhook)
        let items = try source.read(again)
        #expect(items.map(\.key) == page.items.map(\.key))
        let events = try items.flatMap { try source.events(from: $0, of: again, recorded: noon) }
        #expect(events.map(\.id) == ["m1", "m2"])
        #expect(events.map { $0.data["text"] } == ["Hi", "STOP"])
        #expect(events.allSatisfy { $0.data["unverified"] == nil }, "whoever answers what we ask is the provider")
    }

    @Test("a webhook is not read as a list, and a list that is no longer read is told")
    func otherRequests() throws {
        let source = source(try connector(receive: "{decode: json, key: item.id}"))
        let webhook = source.trusted(request(#"{"id":"w","text":"x"}"#))
        #expect(try source.read(webhook).map(\.key) == ["w"])
        let gone = source.trusted(.reply(to: "old", source: "src", body: [], received: noon))
        let failure = #expect(throws: ReadFailure.self) { try source.read(gone) }
        #expect(failure?.reason == "test has no poll `old`")
    }

    @Test("rules, key and events of its own, without any webhooks")
    func ownRules() throws {
        let own =
            Self.poll + """

                  key: item.id + ':list'
                  normalize:
                    let: {loud: upper(item.text)}
                    event: {dedupe_id: '${item.id}'}
                    rules: [{type: message.received, event: {text: '${loud}'}}]
                """
        let source = source(try connector(poll: own, verify: "", receive: "", normalize: ""))
        let poll = try #require(source.connector.polls.first)
        let page = try source.page(of: poll, in: reply(Self.page), cursor: "", at: noon)
        #expect(page.items.map(\.key) == ["m1:list", "m2:list"])
        let webhook = source.trusted(page.webhook)
        let event = try source.events(from: page.items[0], of: webhook, recorded: noon).first
        #expect(event?.id == "m1")
        #expect(event?.data["text"] == "HI")
    }

    @Test(
        "where reading goes on",
        arguments: [
            (#"{"texts":[],"next":"b","more":false}"#, "b", false), (#"{"texts":[],"more":false}"#, "a", false),
            (#"{"texts":[],"next":"","more":false}"#, "a", false), (#"{"texts":[],"next":7}"#, "7", false),
        ]
    )
    func cursor(body: String, next: String, hasMore: Bool) throws {
        let source = source(try connector())
        let poll = try #require(source.connector.polls.first)
        let page = try source.page(of: poll, in: reply(body), cursor: "a", at: noon)
        #expect(page.cursor == next)
        #expect(page.hasMore == hasMore)
    }

    @Test(
        "a reply that cannot be read moves nothing on",
        arguments: [
            (#"{"texts":[],"more":true}"#, "there is more, and `cursor` stands still"),
            (#"{"texts":[],"next":["b"]}"#, "`cursor` must yield a text of at most 4096 bytes"),
            (#"{"texts":7}"#, "test.yaml:"), ("<html>", "the body is not JSON"),
        ]
    )
    func unreadable(body: String, reason: String) throws {
        let source = source(try connector())
        let poll = try #require(source.connector.polls.first)
        let failure = #expect(throws: ReadFailure.self) {
            try source.page(of: poll, in: reply(body), cursor: "a", at: noon)
        }
        #expect(failure?.reason.contains(reason) == true, "\(failure?.reason ?? "")")
    }

    @Test("a list is read when it is wanted and its secrets are there")
    func wanted() throws {
        let connector = try connector()
        #expect(source(connector).polls(at: noon).map(\.name) == ["texts"])
        #expect(source(connector, config: ["poll": false]).polls(at: noon).isEmpty)
        let text = Self.actions.replacing("query:", with: "auth: {bearer: '${secret(\"token\")}'}, query:")
        let yaml = """
            connector: t
            version: 1
            secrets: [token]
            actions:
              \(text.replacing("\n", with: "\n  "))
            poll:
              texts: {every: 1m, action: list, input: {since: x}, split: json, cursor: 'json[0]', normalize: {rules: []}}
            """
        let guarded = try Connector.read(yaml, name: "t.yaml")
        #expect(source(guarded).polls(at: noon).isEmpty)
        #expect(source(guarded, secrets: ["token": ["t"]]).polls(at: noon).count == 1)
    }

    @Test(
        "what is wrong with it",
        arguments: [
            (
                "texts: {every: 1m, action: lst, input: {since: x}, split: json, cursor: json.a}",
                "unknown-action: there is no action `lst` (did you mean `list`?)"
            ),
            (
                "texts: {every: 1m, action: list, split: json, cursor: json.a}",
                "missing-input: `list` needs the input `since` (add `input: {since: …}`)"
            ),
            (
                "texts: {every: 10ms, action: list, input: {since: x}, split: json, cursor: json.a}",
                "bad-value: `every` must be from 1s to 7d"
            ),
            (
                "texts: {every: 1m, action: list, input: {since: x}, split: json, cursor: cursr}",
                "cel-unknown-name: unknown name `cursr` (did you mean `cursor`?)"
            ),
            (
                "Texts: {every: 1m, action: list, input: {since: x}, split: json, cursor: json.a}",
                "bad-value: a poll cannot be called `Texts` (lower-case letters, digits and `_`, at most 64)"
            ),
            (
                "texts: {every: 1m, action: list, input: {since: x}, split: json}",
                "missing-key: `cursor` is missing (add `cursor: …`)"
            ),
            (
                "texts: {every: 1m, action: list, input: {since: x}, split: json, cursor: json.a, mor: 'true'}",
                "unknown-key: unknown key `mor` (did you mean `more`?)"
            ),
        ]
    )
    func lint(poll: String, problem: String) {
        let found = #expect(throws: Diagnostics.self) { try connector(poll: poll) }
        let told = (found?.all ?? []).filter { $0.severity == .error }.map { problem in
            "\(problem.code): \(problem.message)" + (problem.hint.map { " (\($0))" } ?? "")
        }
        #expect(told == [problem])
    }

    @Test("a list whose items nobody reads")
    func withoutRules() {
        let found = #expect(throws: Diagnostics.self) {
            try connector(verify: "", receive: "", normalize: "")
        }
        #expect(
            found?.all.filter { $0.severity == .error }.map(\.message) == [
                "nothing says what the items of `texts` mean"
            ]
        )
    }
}

/// What would expire at providers.
@Suite("Maintenance") struct MaintenanceTests {
    private static let yaml = """
        connector: t
        version: 1
        config: {channel: ""}
        actions:
          renew:
            input: {id: string, until: string}
            request: {method: PATCH, url: https://api.example.com/watch, json: {id: "${input.id}", url: "${callback_url}"}}
            idempotency: natural
            response: {ok: status == 200}
        maintain:
          channel:
            every: 12h
            when: config.channel != ""
            action: renew
            input: {id: "${config.channel}", until: "${string(now + duration('24h'))}"}
        """

    @Test("it is renewed with what it takes now, and only when there is something")
    func renewal() throws {
        let connector = try Connector.read(Self.yaml, name: "t.yaml")
        let maintenance = try #require(connector.maintenances.first)
        #expect(maintenance.every == .seconds(43_200))
        #expect(try source(connector).renewal(of: maintenance, at: noon) == nil)
        let renewal = try source(connector, config: ["channel": "c1"]).renewal(of: maintenance, at: noon)
        #expect(renewal?.action.name == "renew")
        #expect(renewal?.input == ["id": "c1", "until": "2025-10-10T08:53:20Z"])
    }

    @Test("an interval of a second is too short to mean it")
    func interval() {
        let yaml = Self.yaml.replacing("12h", with: "1s")
        #expect(problems(yaml) == ["12:12 bad-value: `every` must be from 1m to 60d"])
    }
}
