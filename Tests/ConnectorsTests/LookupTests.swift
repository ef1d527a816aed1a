import Core
import Testing

@testable import Connectors

/// What the provider says when nobody knows what became of a call.
@Suite("Looking up") struct LookupTests {
    private static let yaml = """
        actions:
          send:
            input: {to: string}
            request: {method: POST, url: https://api.example.com/messages, json: {to: "${input.to}", ref: "${action.id}"}}
            idempotency: none
            response: {ok: status == 202, permanent: status == 400}
            lookup:
              action: find
              input: {reference: "${action.id}"}
              found: json.messages.exists(m, m.to == input.to)
              result: {provider_message_id: "${json.messages[0].id}", state: "${json.messages[0].state}"}
          find:
            input: {reference: string}
            request: {method: GET, url: https://api.example.com/messages, query: {ref: "${input.reference}"}}
            idempotency: natural
            response: {ok: status == 200, retry: status >= 500}
        """
    private static let found = #"{"messages":[{"id":"m1","to":"x","state":"sent"}]}"#

    @Test(
        "asked once, at once",
        arguments: [
            ([.lost(.connectionLost), .reply(200, found)], #"accepted m1 {"state":"sent"}"#, 2),
            ([.reply(500), .reply(200, found)], #"accepted m1 {"state":"sent"}"#, 2),
            ([.reply(302), .reply(200, #"{"messages":[]}"#)], "unknown http_302", 2),
            ([.lost(.timeout), .reply(200, "<html>")], "unknown timeout", 2),
            ([.lost(.timeout), .reply(503, found)], "unknown timeout", 2),
            ([.lost(.timeout), .lost(.timeout)], "unknown timeout", 2),
            ([.reply(202)], "accepted", 1), ([.reply(400)], "refused http_400 for good", 1),
            ([.neverSent(.connectFailed)], "refused connect_failed", 1),
        ] as [([CallResult], String, Int)]
    )
    func atOnce(results: [CallResult], outcome: String, calls: Int) async throws {
        let scene = try CallScene(Self.yaml, ScriptedProvider(results))
        #expect(try await scene.perform().outcome.line == outcome)
        #expect(scene.provider.calls.count == calls)
        if calls == 2 { #expect(scene.provider.lines[1] == "GET https://api.example.com/messages?ref=dlv_1") }
    }

    @Test("a question has no deadline, and its reply is not the action's")
    func deadline() async throws {
        let scene = try CallScene(Self.yaml, ScriptedProvider([.reply(500), .reply(200, Self.found)]))
        let report = try await scene.perform(deadline: ContinuousClock.now.advanced(by: .seconds(60)))
        #expect(scene.provider.calls[0].limits.startDeadline != nil)
        #expect(scene.provider.calls[1].limits.startDeadline == nil)
        #expect(report.reply?.status == 500)
    }

    @Test(
        "asked later",
        arguments: [
            (.reply(200, found), #"accepted m1 {"state":"sent"}"#),
            (.reply(200, #"{"messages":[]}"#), "unknown not_found"),
            (.reply(503), "unknown not_found"),
        ] as [(CallResult, String)]
    )
    func later(result: CallResult, outcome: String) async throws {
        let scene = try CallScene(Self.yaml, ScriptedProvider([result]))
        let answer = await scene.caller.lookUp(try scene.action(), scene.request())
        #expect(answer?.line == outcome)
        #expect(scene.provider.lines == ["GET https://api.example.com/messages?ref=dlv_1"])
        let unasked = await scene.caller.lookUp(try scene.action("find"), scene.request())
        #expect(unasked?.line == nil)
    }

    @Test("the action that was fallen back to is asked about by the first one's question, unless it has its own")
    func afterFallback() async throws {
        let yaml = """
            actions:
              send:
                input: {to: string}
                request: {method: POST, url: https://api.example.com/one}
                idempotency: none
                response: {ok: status == 200, permanent: status == 409}
                fallback: [{when: status == 409, action: other}]
                lookup: {action: find, found: status == 200, result: {provider_message_id: first}}
              other:
                input: {to: string}
                request: {method: PUT, url: https://api.example.com/two}
                idempotency: none
                response: {ok: status == 200}
            OWN
              find:
                request: {method: GET, url: https://api.example.com/find}
                idempotency: natural
                response: {ok: status == 200}
            """
        let own = "    lookup: {action: find, found: status == 200, result: {provider_message_id: second}}"
        for (text, outcome) in [("", "accepted first"), (own, "accepted second")] {
            let provider = ScriptedProvider([.reply(409), .lost(.timeout), .reply(200)])
            let scene = try CallScene(yaml.replacing("OWN", with: text), provider)
            #expect(try await scene.perform().outcome.line == outcome)
            #expect(provider.calls.count == 3)
        }
    }
}
