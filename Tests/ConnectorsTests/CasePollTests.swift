import Core
import Testing

@testable import Connectors

/// Cases of lists and of thin items.
@Suite("Cases of errands") struct CasePollTests {
    private static let connector = """
        connector: t
        version: 1
        verify: {none: {because: test}}
        receive: {decode: json, key: item.id, enrich: {when: item.thin, action: get, input: {id: "${item.id}"}}}
        normalize: {rules: [{type: message.received, event: {text: "${coalesce([full.?text, item.?text])}"}}]}
        actions:
          get:
            input: {id: string}
            request: {method: GET, url: "https://api.example.com/${input.id}"}
            idempotency: natural
            response: {ok: status == 200}
          list:
            request: {method: GET, url: https://api.example.com/}
            idempotency: natural
            response: {ok: status == 200}
        poll:
          texts: {every: 1m, action: list, split: json.list, cursor: json.next, more: json.next != cursor}
        """

    /// What is wrong with the one case of a file.
    private func differences(_ yaml: String) throws -> [String] {
        let cases = try ConnectorCase.readAll(yaml, name: "tests.yaml")
        let connector = try Connector.read(Self.connector, name: "connector.yaml")
        return cases[0].differences(of: connector, among: cases).map(\.text)
    }

    private static let poll = """
        - name: a list
          poll: texts
          reply: {status: 200, json: {list: [{id: a, text: Hi, thin: false}], next: p2}}
          now: 1760000000

        """

    @Test("a list: its events, and where it goes on")
    func list() throws {
        let good = "  events: [{type: message.received, text: Hi}]\n  next_cursor: p2\n  more: true\n"
        #expect(try differences(Self.poll + good).isEmpty)
        let bad = "  events: [{type: message.received, text: Ho}]\n  next_cursor: p3\n  more: false\n"
        #expect(
            try differences(Self.poll + bad) == [
                #"next_cursor is "p2", not "p3""#, "more is true, not false", #"events[0].text is "Hi", not "Ho""#,
            ]
        )
        #expect(try differences(Self.poll + "  cursor: p2\n  more: false\n").isEmpty)
    }

    @Test("a reply that its action does not take for an answer")
    func refusal() throws {
        let found = try differences(Self.poll.replacing("200", with: "500") + "  events: []\n")
        #expect(found == ["it cannot be read: the reply is not what `list` takes for `ok`"])
    }

    private static let thin = """
        - name: a thin one
          request: {url: "https://gw.example.com/hooks/t", body: '{"id":"a","thin":true}'}
          now: 1760000000

        """

    @Test("a thin item: what is asked, and what is read of the answer")
    func thin() throws {
        let asked = "  awaits: [{action: get, input: {id: a}}]\n"
        #expect(try differences(Self.thin + asked + "  events: []\n").isEmpty)
        let full = "  full: {text: Hi}\n  events: [{type: message.received, text: Hi}]\n"
        #expect(try differences(Self.thin + asked + full).isEmpty)
        let silent = try differences(Self.thin + "  events: [{type: message.received}]\n")
        #expect(silent.first?.hasPrefix("an item waits for ") == true)
        let other = try differences(Self.thin + "  awaits: [{action: put}]\n")
        #expect(other == [#"awaits[0].action is "get", not "put""#])
    }

    @Test("a case of a list that is not read, and a list without a case")
    func lint() {
        let found = Connector.lint(Self.connector, name: "t/connector.yaml", folder: "t") { name in
            name == "tests.yaml" ? Self.poll.replacing("texts", with: "text") : nil
        }
        let told = found.all.map { "\($0.code): \($0.message)" }
        #expect(told.contains("unknown-poll: there is no poll `text`"))
        #expect(told.contains("missing-case: no case shows a reply to the poll `texts`"))
        #expect(told.contains("missing-case: no case shows an item that was fetched before it was read"))
    }

    @Test("what a case may not leave out", arguments: ["reply: 7", "reply: {json: []}"])
    func reading(reply: String) {
        let yaml = "- name: x\n  poll: texts\n  \(reply)\n  now: 1\n"
        #expect(throws: Diagnostics.self) { try ConnectorCase.readAll(yaml, name: "tests.yaml") }
    }
}
