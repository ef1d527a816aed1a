import Core
import Outbound

/// What the daemon says of itself at `/metrics`.
struct Metrics {
    private let transport: CurlTransport
    private let port: Int

    init(port: Int) async throws {
        transport = try CurlTransport()
        self.port = port
    }

    /// The sum of a metric over all label sets that contain `label`.
    func sum(_ name: String, label: String = "") async throws -> Double {
        let lines = try await get("/metrics").split(separator: "\n")
        return lines.filter { $0.hasPrefix(name) && $0.contains(label) }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }

    func get(_ path: String) async throws -> String {
        var limits = CallLimits()
        limits.allowsPrivateAddresses = true
        let call = HTTPCall(method: "GET", url: "http://127.0.0.1:\(port)\(path)", limits: limits)
        guard case .replied(let reply) = await transport.send(call), reply.status == 200 else {
            throw BenchFailure("\(path) does not answer")
        }
        return String(decoding: reply.body, as: UTF8.self)
    }

    /// Asks ten times a second until `condition` holds.
    func wait(seconds: Int, until condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try await !condition() {
            guard ContinuousClock.now < deadline else { throw BenchFailure("waited \(seconds) s in vain") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
