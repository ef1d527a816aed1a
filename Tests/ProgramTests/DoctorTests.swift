import Connectors
import Core
import Foundation
import Testing

@testable import throughline

@Suite("The doctor") struct DoctorTests {
    private struct Clock: WallClock {
        let now: Timestamp
    }

    private struct Provider: HTTPTransport {
        let result: CallResult

        func send(_ call: HTTPCall) async -> CallResult { call.method == "HEAD" ? result : .lost(.stopped) }
    }

    private static let now = Timestamp(rfc3339: "2026-11-24T12:00:00Z") ?? Timestamp(seconds: 0)

    private func source(baseURL: String? = nil, verify: String = "query.t") throws -> Source {
        let text = """
            connector: carrier
            version: 1
            secrets: [token]
            verify: {all: [{type: equals, value: \(verify), secret: token}]}
            normalize: {rules: []}
            actions:
              ask:
                request: {method: GET, url: 'https://api.example.com/'}
                idempotency: natural
                response: {ok: status == 200, unknown: 'true'}
            """
        return Source(
            name: "in",
            connector: try Connector.read(text, name: "test.yaml"),
            secrets: SecretSet(["token": [Secret("q8Zx41mPv0Lw7Rk2")]]),
            config: [:],
            baseURL: baseURL
        )
    }

    private func examine(
        _ source: Source,
        _ result: CallResult?,
        publicURL: String? = "https://gw.example.com"
    ) async -> [Finding] {
        var server = Settings.Server()
        server.publicURL = publicURL
        let transport = result.map(Provider.init)
        let doctor = SourceDoctor(source: source, server: server, clock: Clock(now: Self.now), transport: transport)
        return await doctor.findings()
    }

    @Test("a source that has what it needs: only good news, and the secret is not among it")
    func fine() async throws {
        let reply = HTTPReply(status: 404, headers: [("Date", "Tue, 24 Nov 2026 12:00:20 GMT")], body: [])
        let found = await examine(try source(), .replied(reply))
        #expect(found.allSatisfy { $0.verdict == .fine }, "\(found)")
        #expect(found.contains { $0.message == "POST https://gw.example.com/hooks/in" })
        #expect(!found.contains { $0.message.contains("q8Zx41mPv0Lw7Rk2") })
    }

    @Test(
        "a provider that does not answer is a problem with a hint for it",
        arguments: [CallFailure.unresolvedHost, .tlsFailed, .connectFailed, .timeout, .addressForbidden]
    )
    func unreachable(failure: CallFailure) async throws {
        let found = await examine(try source(), .neverSent(failure)).filter { $0.verdict == .problem }
        #expect(found.count == 1 && found[0].message.contains(failure.rawValue) && found[0].hint != nil, "\(found)")
    }

    @Test("a clock that is off by more than a minute is seen by the provider's")
    func skew() async throws {
        let reply = HTTPReply(status: 200, headers: [("date", "Tue, 24 Nov 2026 12:05:00 GMT")], body: [])
        let found = await examine(try source(), .replied(reply)).filter { $0.verdict == .problem }
        #expect(found.map(\.message) == ["answers, and our clock is 300 s behind its own"])
    }

    @Test("offline nobody is called, which is said")
    func offline() async throws {
        let found = await examine(try source(), nil)
        #expect(found.filter { $0.verdict == .skipped }.map(\.check) == ["reaches https://api.example.com"])
    }

    @Test("signatures over the URL need a public URL, unless the provider is played on this machine")
    func publicURL() async throws {
        let real = await examine(try source(verify: "url"), nil, publicURL: nil)
        #expect(real.contains { $0.check == "public_url" && $0.verdict == .problem })
        let played = try source(baseURL: "http://127.0.0.1:8081/in", verify: "url")
        #expect(await examine(played, nil, publicURL: nil).allSatisfy { $0.verdict != .problem })
    }

    @Test(
        "a disk that fills up is a warning, then a problem",
        arguments: [(50, "problem"), (500, "warning"), (5000, "fine")]
    )
    func space(megabytes: Int64, verdict: String) {
        var findings = Findings("machine")
        MachineDoctor(storePath: "data/x.db", tzdata: "2026b", now: Self.now)
            .addSpace(to: &findings, megabytes * 1024 * 1024)
        #expect(findings.all.map(\.verdict.rawValue) == [verdict])
    }

    @Test("what a machine lacks is told")
    func machine() async throws {
        try await withFolder { folder in
            let lost = MachineDoctor(storePath: "\(folder)/data/x.db", tzdata: nil, now: Timestamp(seconds: 0))
                .findings()
            #expect(lost.filter { $0.verdict == .problem }.map(\.check) == ["clock", "time zones"])
            let good = MachineDoctor(storePath: "\(folder)/data/x.db", tzdata: "2026b", now: Self.now).findings()
            #expect(!good.contains { $0.verdict == .problem }, "\(good)")
            try "x".write(toFile: "\(folder)/data", atomically: false, encoding: .utf8)
            let closed = MachineDoctor(storePath: "\(folder)/data/x.db", tzdata: "2026b", now: Self.now).findings()
            #expect(closed.contains { $0.check == "data folder" && $0.verdict == .problem })
        }
    }

    @Test("the table for people")
    func table() {
        var findings = Findings("source in")
        findings.add("secret token", .problem, "is a placeholder", hint: "put the provider's own value in its place")
        findings.add("secrets", .fine, "key")
        #expect(
            FindingsText(findings.all).lines == [
                "source in", "  problem secret token: is a placeholder",
                "          = put the provider's own value in its place", "  fine    secrets: key", "", "1 problem.",
            ]
        )
    }
}
