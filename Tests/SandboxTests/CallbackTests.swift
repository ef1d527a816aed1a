import Core
import Testing

@testable import Sandbox

@Suite("Callbacks") struct CallbackTests {
    private let text: JSONObject = ["to": "+14155550100", "from": "+15005550006", "text": "Hello"]

    @Test("wait for the handed-in clock, go in the order they are due, and are counted until they are there")
    func clock() async throws {
        let (clock, transport, stage) = (HandClock(), FakeTransport(), try Stage("twilio"))
        let server = SandboxServer(players: [stage.player], hooks: hooks, clock: clock, transport: transport)
        let provider = try #require(server.provider("src"))
        try await running(server) {
            _ = server.take(try stage.call("send_message", id: "del_1", text), provider)
            _ = server.take(try stage.call("send_message", id: "del_2", text), provider)
            #expect(server.pendingCallbacks == 0 && server.nextCallback == noon.adding(.seconds(1)))
            try await Task.sleep(for: .milliseconds(60))
            #expect(transport.sent.isEmpty)
            clock.pass(.days(1))
            #expect(server.pendingCallbacks > 0)
            try await waitUntil { server.pendingCallbacks == 0 }
            #expect(
                transport.sent.map { $0.text.contains("=sent") ? "sent" : "delivered" } == [
                    "sent", "sent", "delivered", "delivered",
                ]
            )
            #expect(transport.sent.map { String($0.url.suffix(5)) } == ["del_1", "del_2", "del_1", "del_2"])
            #expect(server.report["sources"]?["src"]?["callbacks"] == ["delivered": 4, "failed": 0, "waiting": 0])
        }
    }

    @Test("are tried again while the daemon cannot be reached or is busy, not when it refuses")
    func retries() async throws {
        let transport = FakeTransport { number in
            switch number {
            case 0: .neverSent(.connectFailed)
            case 1: .lost(.timeout)
            case 2: .replied(HTTPReply(status: 503))
            case 3: .replied(HTTPReply(status: 200))
            default: .replied(HTTPReply(status: 403))
            }
        }
        let (clock, stage) = (HandClock(), try Stage("twilio"))
        let server = SandboxServer(players: [stage.player], hooks: hooks, clock: clock, transport: transport)
        try await running(server) {
            _ = server.take(try stage.call("send_message", text), try #require(server.provider("src")))
            clock.pass(.seconds(5))
            try await waitUntil { server.pendingCallbacks == 0 }
            #expect(transport.sent.count == 5)
            #expect(server.report["sources"]?["src"]?["callbacks"] == ["delivered": 1, "failed": 1, "waiting": 0])
        }
    }

    private func running(_ server: SandboxServer, _ body: () async throws -> Void) async throws {
        let task = Task { try await server.run(host: "127.0.0.1", port: 0) }
        defer { task.cancel() }
        try await body()
    }
}
