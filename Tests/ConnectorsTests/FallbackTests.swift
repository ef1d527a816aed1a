import Core
import Testing

@testable import Connectors

/// One action instead of another, when the reply says so.
@Suite("Fallbacks") struct FallbackTests {
    /// Search, then one of two calls.
    private static let searching = """
        actions:
          send:
            input: {to: string, name: string?}
            request: {method: GET, url: https://api.example.com/search, query: {q: "${input.to}"}}
            idempotency: natural
            response: {ok: status == 200, retry: status == 429}
            fallback:
              - {when: size(json.items) > 0, action: update, input: {known_id: "${json.items[0].id}"}}
              - {when: status == 200, action: create}
          create:
            input: {to: string, name: string?}
            request: {method: POST, url: https://api.example.com/items, json: {email: "${input.to}", name: "${input.?name}"}}
            idempotency: none
            response: {ok: status == 201, result: {provider_message_id: "${json.id}", made: "${true}"}, permanent: status == 400}
          update:
            input: {to: string, name: string?}
            request: {method: PATCH, url: "https://api.example.com/items/${known_id}", json: {name: "${input.?name}"}}
            idempotency: natural
            response: {ok: status == 200, result: {provider_message_id: "${known_id}"}}
        """
    /// Create, and on a conflict update.
    private static let conflicting = """
        actions:
          send:
            input: {to: string}
            request: {method: POST, url: https://api.example.com/items, json: {email: "${input.to}"}}
            idempotency: none
            response: {ok: status == 201, result: {provider_message_id: "${json.id}"}, permanent: status >= 400 && status < 500}
            fallback: [{when: status == 409, action: update, input: {known_id: "${json.existing}", why: conflict}}]
          update:
            input: {to: string, why: string}
            request: {method: PUT, url: "https://api.example.com/items/${known_id}", json: {email: "${input.to}", why: "${input.why}"}}
            idempotency: natural
            response: {ok: status == 200, result: {provider_message_id: "${known_id}"}, permanent: status == 409}
        """

    @Test(
        "search, then create or update",
        arguments: [
            (
                #"{"items":[]}"#, CallResult.reply(201, #"{"id":7}"#), "POST https://api.example.com/items",
                #"{"email":"x","name":"N"}"#, #"accepted 7 {"made":true}"#
            ),
            (
                #"{"items":[{"id":12}]}"#, .reply(200), "PATCH https://api.example.com/items/12", #"{"name":"N"}"#,
                "accepted 12"
            ),
            (
                #"{"items":[]}"#, .reply(400), "POST https://api.example.com/items", #"{"email":"x","name":"N"}"#,
                "refused http_400 for good"
            ),
            (
                #"{"items":[]}"#, .lost(.timeout), "POST https://api.example.com/items", #"{"email":"x","name":"N"}"#,
                "unknown timeout"
            ),
        ]
    )
    func search(found: String, second: CallResult, line: String, body: String, outcome: String) async throws {
        let scene = try CallScene(Self.searching, ScriptedProvider([.reply(200, found), second]))
        let report = try await scene.perform("send", ["to": "x", "name": "N"])
        #expect(report.outcome.line == outcome)
        #expect(scene.provider.lines == ["GET https://api.example.com/search?q=x", line])
        #expect(scene.provider.calls.last?.text == body)
    }

    @Test(
        "without a reply that says so nothing else is called",
        arguments: [CallResult.lost(.timeout), .reply(500), .reply(429), .neverSent(.connectFailed)]
    )
    func noSearch(result: CallResult) async throws {
        let scene = try CallScene(Self.searching, ScriptedProvider([result]))
        #expect(try await !scene.perform().outcome.line.hasPrefix("accepted"))
        #expect(scene.provider.calls.count == 1)
    }

    @Test(
        "create, and on a conflict update",
        arguments: [
            (
                [.reply(409, #"{"existing":"c1"}"#), .reply(200)], "accepted c1",
                ["POST https://api.example.com/items", "PUT https://api.example.com/items/c1"]
            ),
            ([.reply(201, #"{"id":"c2"}"#)], "accepted c2", ["POST https://api.example.com/items"]),
            ([.reply(400)], "refused http_400 for good", ["POST https://api.example.com/items"]),
            (
                [.reply(409, #"{"existing":"c1"}"#), .reply(409)], "refused http_409 for good",
                ["POST https://api.example.com/items", "PUT https://api.example.com/items/c1"]
            ),
            ([.reply(409)], "refused request_failed for good", ["POST https://api.example.com/items"]),
        ] as [([CallResult], String, [String])]
    )
    func conflict(replies: [CallResult], outcome: String, lines: [String]) async throws {
        let scene = try CallScene(Self.conflicting, ScriptedProvider(replies))
        #expect(try await scene.perform().outcome.line == outcome)
        #expect(scene.provider.lines == lines)
        if lines.count == 2 { #expect(scene.provider.calls[1].text == #"{"email":"x","why":"conflict"}"#) }
    }

    @Test("what was accepted is never done another way")
    func accepted() async throws {
        let yaml = Self.conflicting.replacing("when: status == 409", with: "when: 'true'")
        let scene = try CallScene(yaml, ScriptedProvider([.reply(201, #"{"id":"c2"}"#)]))
        #expect(try await scene.perform().outcome.line == "accepted c2")
        #expect(scene.provider.calls.count == 1)
    }

    @Test("the deadline holds for each of the calls")
    func deadline() async throws {
        let deadline = ContinuousClock.now.advanced(by: .milliseconds(50))
        let provider = ScriptedProvider { _, number in
            while number == 0, ContinuousClock.now <= deadline { await Task.yield() }
            return .reply(200, #"{"items":[]}"#)
        }
        let scene = try CallScene(Self.searching, provider)
        #expect(try await scene.perform(deadline: deadline).outcome.line == "refused permit_expired")
        #expect(provider.calls.count == 1)
        #expect(provider.calls[0].limits.startDeadline == deadline)
    }

    @Test(
        "a call may be repeated for as long as all that it may lead to",
        arguments: [("send", nil), ("create", nil), ("update", TimeSpan.days(36_500)), ("no such", nil)]
    )
    func lifetime(action: String, expected: TimeSpan?) throws {
        let connector = try connector(verify: "", normalize: "", actions: Self.parts(of: Self.searching))
        #expect(connector.repeatLifetime(of: action) == expected)
        let keyed = Self.searching.replacing("idempotency: none", with: "idempotency: {header: K, value: '1', ttl: 2h}")
        let other = try Connectors.Connector.read("connector: x\nversion: 1\n\(keyed)", name: "x.yaml")
        #expect(other.repeatLifetime(of: "send") == .seconds(7200))
    }

    @Test("an action needs the secrets of all that it may lead to")
    func secrets() throws {
        let request = { (name: String) in
            "request: {method: POST, url: 'https://a.example/', auth: {bearer: '${secret(\"\(name)\")}'}}, "
                + "response: {ok: status == 200}, idempotency: natural"
        }
        let yaml = """
            actions:
              send: {\(request("one")), fallback: [{when: status == 409, action: other}]}
              other: {\(request("two")), lookup: {action: find, found: 'true'}}
              find: {\(request("three"))}
            """
        let secrets = ["one": ["1"], "two": ["2"], "three": ["3"]]
        let scene = try CallScene(yaml, secrets: secrets, ScriptedProvider([.reply(200)]))
        #expect(try scene.action().secrets == ["one", "two", "three"])
        #expect(try scene.action("other").secrets == ["two", "three"])
        #expect(try scene.action("find").secrets == ["three"])
    }

    /// What stands below `actions:`, less deep.
    private static func parts(of yaml: String) -> String {
        yaml.split(separator: "\n").dropFirst().map { String($0.dropFirst(2)) }.joined(separator: "\n")
    }

    @Test("three fallbacks one after the other, and no more")
    func hops() async throws {
        let names = ["send", "b", "c", "d"]
        let actions = zip(names, names.dropFirst() + [""]).map { name, next in
            let fallback = next.isEmpty ? "" : ", fallback: [{when: 'true', action: \(next)}]"
            return "  \(name): {request: {method: POST, url: 'https://api.example.com/\(name)'}, idempotency: none, "
                + "response: {ok: 'false', permanent: 'true'}\(fallback)}"
        }
        let scene = try CallScene("actions:\n\(actions.joined(separator: "\n"))", ScriptedProvider([.reply(400)]))
        #expect(try await scene.perform().outcome.line == "refused http_400 for good")
        #expect(scene.provider.calls.count == 4)
    }
}
