import Core
import Foundation
import NIOCore
import Outbound

/// A backlog of contacts that all fall due at once, and the same calls by libcurl alone.
final class DrainBench {
    /// Calls at a time: the daemon's own bound (`OutboundConfiguration.concurrency`).
    static let concurrency = 128
    private let site: Site
    private let backlog: Int
    private let due: Int
    private var sample: HTTPCall?

    init(site: Site, backlog: Int, due: Int) {
        self.site = site
        self.backlog = backlog
        self.due = due
    }

    /// From the first call the sink took to the last: gate, ledger, permit, call, outcome, timeline for each.
    func gateway() async throws -> Round {
        let sink = try await Sink.start()
        let daemon = try await site.daemon(Backlog.configuration(sink: sink.port), environment: Backlog.environment)
        let instant = Date().addingTimeInterval(Double(due))
        let queued = try await queue(on: daemon, notBefore: instant)
        guard Date() < instant, sink.state.count == 0 else {
            throw BenchFailure("queueing \(backlog) contacts took longer than \(due) s: raise --due")
        }
        let metrics = try await Metrics(port: daemon.port)
        try await metrics.wait(seconds: due + 600) { sink.state.count >= backlog }
        try await metrics.wait(seconds: 60) {
            try await Int(metrics.sum("throughline_deliveries", label: #"state="accepted""#)) == backlog
        }
        let taken = sink.state
        guard taken.count == backlog else { throw BenchFailure("the sink took \(taken.count) of \(backlog)") }
        sample = taken.sample
        try await daemon.stop()
        try await sink.stop()
        return Round(count: backlog, seconds: taken.seconds, notes: queued)
    }

    /// Tells the daemon about the customers, then asks for a contact with each.
    private func queue(on daemon: Child, notBefore: Date) async throws -> JSONObject {
        let people = try await LoadClient.run(Backlog.customers(backlog), port: daemon.port, connections: 8)
        let metrics = try await Metrics(port: daemon.port)
        try await metrics.wait(seconds: due) { try await metrics.sum("throughline_pending_items") == 0 }
        let stamp = notBefore.ISO8601Format()
        let triggers = Backlog.triggers(backlog, notBefore: stamp)
        let asked = try await LoadClient.run(triggers, port: daemon.port, connections: 32)
        guard asked.firstBody.contains(#""allow""#) else {
            throw BenchFailure("the gate does not allow the contact: \(asked.firstBody.prefix(800))")
        }
        return [
            "events_per_second": .double((Double(2 * backlog) / people.seconds).rounded(to: 1)),
            "triggers_per_second": .double((Double(asked.answered) / asked.seconds).rounded(to: 1)),
            "trigger_p50_us": .int(Int64(asked.latencies.at(0.50))),
            "trigger_p99_us": .int(Int64(asked.latencies.at(0.99))),
        ]
    }

    /// The call the daemon made, as often, by the same transport, with nothing to decide and nothing to remember.
    func bare() async throws -> Round {
        guard let sample else { throw BenchFailure("the daemon made no call to repeat") }
        let sink = try await Sink.start()
        var call = sample
        call.url = sample.url.replacing(/^http:\/\/127\.0\.0\.1:[0-9]+/, with: "http://127.0.0.1:\(sink.port)")
        call.limits.allowsPrivateAddresses = true
        let transport = try CurlTransport()
        let worker = Worker(call: call, transport: transport)
        try await withThrowingTaskGroup(of: Void.self) { [backlog] group in
            for number in 0..<Self.concurrency {
                let share = stride(from: number, to: backlog, by: Self.concurrency)
                group.addTask { try await worker.run(for: share) }
            }
            try await group.waitForAll()
        }
        await transport.stop()
        let taken = sink.state
        try await sink.stop()
        return Round(count: taken.count, seconds: taken.seconds)
    }

    private struct Worker: Sendable {
        let call: HTTPCall
        let transport: CurlTransport

        func run(for share: StrideTo<Int>) async throws {
            for _ in share {
                guard case .replied(let reply) = await transport.send(call), reply.status == 202 else {
                    throw BenchFailure("a bare call failed")
                }
            }
        }
    }
}
