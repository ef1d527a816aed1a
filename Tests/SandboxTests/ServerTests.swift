import Core
import Synchronization
import Testing

@testable import Sandbox

@Suite("The sandbox as a server") struct ServerTests {
    private let transport = FakeTransport {
        $0 == 1 ? .replied(HTTPReply(status: 401)) : .replied(HTTPReply(status: 202))
    }

    @Test("answers as its providers, lets events happen and reports")
    func walk() async throws {
        try await serving { (client, _) async throws in
            let reply = try await client.send(mail)
            #expect(reply.status == 202 && reply.header("x-message-id") != nil)
            #expect(try await client.get("/mail/v3/nothing").status == 401)
            #expect(try await client.get("/nobody/v3").status == 404)
            let caused = try await client.post("/mail/_events/bounce", #"{"to": "ann@example.com", "times": 3}"#)
            #expect(caused.status == 200 && caused.json["statuses"] == [202, 401, 202])
            #expect(transport.sent.count == 3 && Set(transport.sent.map(\.text)).count == 1)
            #expect(Set(transport.sent.map { $0.header("x-twilio-email-event-webhook-signature") }).count == 1)
            #expect(try await client.post("/mail/_events/bounce", "{").status == 400)
            #expect(try await client.get("/mail/_events").json["bounce"] == ["to": "string", "reason": "string?"])
            #expect(try await client.get("/_events").json["mail"]?["click"] != nil)
            let report = try await client.get("/_report").json["sources"]?["mail"]
            #expect(report?["counts"] == ["mail": 1] && report?["events"] == ["bounce": 1])
            #expect(report?["accepted"]?.array?.first?["to"] == ["ann@example.com"])
            let seen = try await client.get("/_requests?source=mail").json.array
            #expect(seen?.map { $0["outcome"] } == ["202 mail", "401 unauthorized"])
            #expect(seen?.first?["headers"]?["authorization"] == "***")
            #expect(try await client.get("/_requests").status == 404)
        }
    }

    @Test("accept-then-hang: nobody hears, and it counts")
    func hang() async throws {
        try await serving(["mail=accept-then-hang"]) { (client, server) async throws in
            #expect(try await client.outcome(mail, patience: 0.3) == .silence)
            try await waitUntil { count(server) == 1 }
            #expect(faults(server) == ["accept-then-hang": 1])
        }
    }

    @Test("accept-then-close: the connection ends, and it counts")
    func close() async throws {
        try await serving(["mail=accept-then-close"]) { (client, server) async throws in
            #expect(try await client.outcome(mail, patience: 5) == .closed)
            #expect(count(server) == 1)
        }
    }

    @Test("refuse, 5xx and 429: nothing counts")
    func refuse() async throws {
        try await serving(["sendgrid=refuse:50%", "mail=429:9s:50%", "mail=5xx"]) { (client, server) async throws in
            #expect(try await client.send(mail).status == 500)
            #expect(try await client.outcome(mail, patience: 5) == .closed)
            let busy = try await client.send(mail)
            #expect(busy.status == 429 && busy.header("retry-after") == "9")
            #expect(count(server) == nil)
        }
    }

    @Test("latency holds the answer back")
    func latency() async throws {
        try await serving(["mail=latency:200ms"]) { (client, server) async throws in
            let start = ContinuousClock.now
            #expect(try await client.send(mail).status == 202)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            #expect(count(server) == 1)
        }
    }

    private let stage: Stage

    private let mail: ProviderRequest

    init() throws {
        stage = try Stage("sendgrid", called: "mail")
        let input: JSONObject = ["to": "ann@example.com", "from": "b@acme.example", "subject": "Hi", "text": "Hello"]
        mail = try stage.call("send_message", input)
    }

    private func count(_ server: SandboxServer) -> JSON? { server.report["sources"]?["mail"]?["counts"]?["mail"] }

    private func faults(_ server: SandboxServer) -> JSON? { server.report["sources"]?["mail"]?["faults"] }

    private func serving(_ faults: [String] = [], _ body: (RawClient, SandboxServer) async throws -> Void) async throws
    {
        let server = SandboxServer(
            players: [stage.player],
            hooks: hooks,
            clock: HandClock(),
            transport: transport,
            faults: try faults.map { try #require(Fault($0)) }
        )
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let task = Task { try await server.run(host: "127.0.0.1", port: 0) { announce.yield($0) } }
        defer { task.cancel() }
        for await port in ports {
            try await body(RawClient(port: port), server)
            break
        }
        task.cancel()
        _ = await task.result
    }
}
