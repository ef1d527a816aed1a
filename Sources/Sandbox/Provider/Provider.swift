import Connectors
import Core
import Synchronization

/// One provider of the sandbox, for one source.
final class Provider: Sendable {
    /// Requests that are kept, and bytes of each.
    private static let seenLimit = 100
    private static let shownBodyBytes = 4096

    private struct State {
        var provider: ProviderState
        var faults: FaultSchedule
        /// The last requests, for a person who looks for what went wrong.
        var seen: [JSON] = []
        var delivered: Int64 = 0
        var failed: Int64 = 0
        var lastFailure: String?
    }

    let source: Source
    private let signer: Signer
    private let state: Mutex<State>

    init(source: Source, definition: SandboxDefinition, privateKeys: [String: Secret], hooks: String, faults: [Fault]) {
        self.source = source
        signer = Signer(
            source: source,
            privateKeys: privateKeys,
            signing: definition.signing,
            hook: "\(hooks)/hooks/\(source.name)"
        )
        state = Mutex(
            State(
                provider: ProviderState(source: source, definition: definition),
                faults: FaultSchedule(faults.filter { $0.concerns(source) })
            )
        )
    }

    /// The misbehaviour the next request meets.
    func nextFaults() -> FaultSchedule.Turn { state.withLock { $0.faults.next() } }

    /// Answers a request; the callbacks are the caller's to schedule.
    func take(_ request: ProviderRequest) -> Taken { state.withLock { $0.provider.take(request) } }

    /// Keeps a request for ``requests``.
    func note(_ request: ProviderRequest, outcome: String) {
        let shown = Self.shown(request, outcome: outcome)
        state.withLock { state in
            if state.seen.count >= Self.seenLimit { state.seen.removeFirst() }
            state.seen.append(shown)
        }
    }

    /// Lets an event happen: the signed request to send, and its id.
    func cause(_ order: EventOrder, at now: Timestamp) throws(EventRefusal) -> (id: String, call: HTTPCall) {
        let outgoing = try state.withLock { (state) throws(EventRefusal) in try state.provider.cause(order, at: now) }
        do throws(SandboxFailure) {
            return (outgoing.id, try signer.call(outgoing, at: now, isForged: order.isForged))
        } catch {
            throw EventRefusal(500, error.reason)
        }
    }

    /// The request of a callback; nil, and a line in the report, when the definition does not yield one.
    func signedCall(_ outgoing: Outgoing, at now: Timestamp) -> HTTPCall? {
        do throws(SandboxFailure) {
            return try signer.call(outgoing, at: now)
        } catch {
            state.withLock { $0.lastFailure = error.reason }
            return nil
        }
    }

    /// Counts a callback that was delivered or given up.
    func noteCallback(isDelivered: Bool) {
        state.withLock { state in
            if isDelivered { state.delivered += 1 } else { state.failed += 1 }
        }
    }

    /// Its part of the report; `waiting` callbacks are not due yet.
    func report(waiting: Int) -> JSON {
        state.withLock { state in
            let callbacks: JSONObject = [
                "delivered": .int(state.delivered), "failed": .int(state.failed), "waiting": .int(Int64(waiting)),
            ]
            var report: JSONObject = ["connector": .string(source.connector.name)]
            report = report.merging(state.provider.tally.json)
            report["callbacks"] = .object(callbacks)
            report["faults"] = Tally.json(state.faults.done)
            report["failure"] = state.lastFailure.map(JSON.string)
            return .object(report)
        }
    }

    /// The last requests, the latest last, without credentials.
    var requests: JSON { .array(state.withLock(\.seen)) }

    /// The events it knows and what they take.
    var events: JSON {
        let events = state.withLock(\.provider.definition.events)
        return .object(JSONObject(events.map { ($0.name, $0.inputTypes) }))
    }

    private static func shown(_ request: ProviderRequest, outcome: String) -> JSON {
        let raw = request.raw
        let headers = raw.headers.map { header in
            (header.name, JSON.string(header.name.hasSameBytes(as: "authorization") ? "***" : header.value))
        }
        return [
            "at": .string(raw.received.description), "method": .string(raw.method), "path": .string(request.path),
            "headers": .object(JSONObject(headers)),
            "body": .string(String(decoding: raw.body.prefix(shownBodyBytes), as: UTF8.self)),
            "outcome": .string(outcome),
        ]
    }
}
