import Core
import NIOCore

/// Signed webhooks over keep-alive connections: the daemon verifies and remembers, the bare stack does neither.
final class IntakeBench {
    private static let secret = "whsec_bench"
    private let site: Site
    private let seconds: Int
    private let connections: Int
    private var batch = 0
    /// The daemon's fastest rate so far, so that a round does not run out of prepared requests.
    private var fastest = 10_000.0

    init(site: Site, seconds: Int, connections: Int) {
        self.site = site
        self.seconds = seconds
        self.connections = connections
    }

    /// A round against a fresh daemon.
    ///
    /// What is answered is on disk; what it still has to read is told beside.
    func gateway() async throws -> Round {
        let daemon = try await site.daemon(Self.configuration, environment: ["BENCH_ENDPOINT_SECRET": Self.secret])
        _ = try await LoadClient.run(prepare(2000), port: daemon.port, connections: connections)
        let requests = prepare(Int(fastest * 1.5) * seconds)
        var round = try await drive(requests, daemon.port)
        fastest = max(fastest, round.perSecond)
        let metrics = try await Metrics(port: daemon.port)
        round.notes["pending_at_the_end"] = .int(try await Int64(metrics.sum("throughline_pending_items")))
        let begin = ContinuousClock.now
        try await metrics.wait(seconds: 600) { try await metrics.sum("throughline_pending_items") == 0 }
        round.notes["read_after_s"] = .double((ContinuousClock.now - begin).seconds.rounded(to: 2))
        let accepted = try await metrics.sum("throughline_webhooks_total", label: #"result="accepted""#)
        guard Int(accepted) >= round.count else {
            throw BenchFailure("\(round.count) webhooks were acknowledged, \(accepted) are counted as accepted")
        }
        try await daemon.stop()
        return round
    }

    /// The same requests by the same client against the HTTP stack alone.
    func bare() async throws -> Round {
        let server = try await site.bareServer()
        let requests = prepare(10_000)
        _ = try await LoadClient.run(requests, port: server.port, connections: connections)
        let round = try await drive(requests, server.port, isRepeating: true)
        try await server.stop()
        return round
    }

    private func drive(_ requests: [ByteBuffer], _ port: Int, isRepeating: Bool = false) async throws -> Round {
        let load = try await LoadClient.run(
            requests,
            port: port,
            connections: connections,
            for: .seconds(seconds),
            isRepeating: isRepeating
        )
        return Round(count: load.answered, seconds: load.seconds, latencies: load.latencies)
    }

    private func prepare(_ count: Int) -> [ByteBuffer] {
        batch += 1
        return Requests.signedPayments(count, batch: batch, secret: Self.secret)
    }

    private static let configuration: JSONObject = [
        "sources": [
            "stripe": [
                "connector": "stripe",
                "secrets": [
                    "endpoint_secret": [["env": "BENCH_ENDPOINT_SECRET"]],
                    "api_key": [["env": "BENCH_ENDPOINT_SECRET"]],
                ],
            ]
        ],
        "creditors": ["acme": ["name": "Acme Dental", "actor": "first_party_creditor"]],
        "policy": ["packs": []],
    ]
}
