import Connectors
import Core
import Store

/// Writes down how an attempt ended: outbox, ledger and timeline in one transaction.
struct OutcomeRecord: Sendable {
    let configuration: OutboundConfiguration
    let now: Timestamp
    /// For the jitter of the next try.
    let fraction: Double

    /// Writes what an attempt came to.
    ///
    /// A refusal frees the ledger row; doubt never does. After doubt the same call may be made again only while the
    /// provider still knows its key (`lifetime`, from the first try on); otherwise a person or a callback decides, and a
    /// later refusal does not end the doubt.
    func write(
        _ outcome: ActionOutcome,
        of delivery: Delivery,
        lifetime: TimeSpan?,
        tx: any StoreTransaction
    ) throws(StoreError) {
        switch outcome {
        case .accepted(let providerID, let result):
            try accept(delivery, providerID: providerID, result: result, tx: tx)
        case .refused(let code, _, let retryAfter, let isPermanent):
            try settle(.refused(code, retryAfter), of: delivery, isPermanent: isPermanent, lifetime: lifetime, tx: tx)
        case .reauth:
            try settle(.refused("reauth", nil), of: delivery, isPermanent: false, lifetime: lifetime, tx: tx)
        case .unknown(let code):
            try settle(.doubtful(code), of: delivery, isPermanent: false, lifetime: lifetime, tx: tx)
        }
    }

    /// A delivery found dispatching after a crash: nobody knows, so it counts and is not sent again blindly.
    func strand(_ delivery: Delivery, lifetime: TimeSpan?, tx: any StoreTransaction) throws(StoreError) {
        try settle(.doubtful("crash_while_dispatching"), of: delivery, isPermanent: false, lifetime: lifetime, tx: tx)
    }

    /// What an attempt came to that did not succeed.
    private enum Failure {
        /// Provably nothing was accepted; the provider may have said when to come back.
        case refused(String, TimeSpan?)
        /// It may have been accepted.
        case doubtful(String)

        var code: String {
            switch self {
            case .refused(let code, _), .doubtful(let code): code
            }
        }

        var isRefusal: Bool {
            if case .refused = self { true } else { false }
        }
    }

    private func accept(
        _ delivery: Delivery,
        providerID: String?,
        result: JSONObject,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var accepted = delivery
        accepted.state = .accepted
        accepted.providerID = providerID
        accepted.result = result
        accepted.lastError = nil
        guard try tx.update(accepted) else { return }
        var extra: JSONObject = ["source": .string(delivery.source), "attempt": .int(Int64(delivery.attempts))]
        extra["provider_id"] = providerID.map(JSON.string)
        extra["text"] = delivery.input["text"]
        extra["subject"] = delivery.input["subject"]
        extra["url"] = result["url"]
        try note(.deliveryAccepted, accepted, "accepted", extra, tx: tx)
        if let providerID { try tx.adopt(message: providerID, source: delivery.source, for: accepted) }
        try wake(accepted, tx: tx)
    }

    private func settle(
        _ failure: Failure,
        of delivery: Delivery,
        isPermanent: Bool,
        lifetime: TimeSpan?,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var changed = delivery
        changed.lastError = failure.code
        var tries = Tries(delivery, now: now)
        if !failure.isRefusal { tries.isDoubtful = true }
        changed.result = tries.result
        var extra: JSONObject = [
            "source": .string(delivery.source), "code": .string(failure.code),
            "attempt": .int(Int64(delivery.attempts)),
        ]
        let comesBack = !isPermanent && (!tries.isDoubtful || tries.isKnown(for: lifetime, at: now))
        if case .again(let time) = comesBack ? next(after: failure, of: delivery) : .never {
            changed.state = .queued
            changed.due = time
            extra["next"] = .string(time.description)
        } else {
            changed.state = tries.isDoubtful ? .unknown : .refused
        }
        guard try tx.update(changed) else { return }
        if failure.isRefusal { try tx.release(delivery: delivery.id) }
        let type: EventType = failure.isRefusal ? .deliveryRefused : .deliveryUnknown
        try note(type, changed, "attempt:\(delivery.attempts)", extra, tx: tx)
        if changed.state.isFinal { try wake(changed, tx: tx) }
    }

    private func next(after failure: Failure, of delivery: Delivery) -> RetrySchedule.Next {
        var retryAfter: TimeSpan?
        if case .refused(_, let asked) = failure { retryAfter = asked }
        return configuration.retries.next(
            attempts: delivery.attempts,
            now: now,
            retryAfter: retryAfter,
            expires: delivery.expires,
            fraction: fraction
        )
    }

    private func note(
        _ type: EventType,
        _ delivery: Delivery,
        _ suffix: String,
        _ extra: JSONObject,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var event = ContactNote(delivery: delivery, decision: nil, time: now, extra: extra)
            .event(type, id: "\(delivery.id):\(suffix)")
        event.readBy = "outbound"
        event.data["kind"] = .string(delivery.kind.rawValue)
        if delivery.kind != .contact { event.data["decision"] = nil }
        _ = try tx.insert(event)
    }

    private func wake(_ delivery: Delivery, tx: any StoreTransaction) throws(StoreError) {
        if let run = delivery.run { try tx.wake(run: run, at: now) }
    }
}

/// What a delivery remembers of its tries until a provider takes it: when the first was, and whether one of them may
/// have been accepted.
private struct Tries {
    var isDoubtful: Bool
    private let first: Timestamp

    init(_ delivery: Delivery, now: Timestamp) {
        isDoubtful = delivery.result["doubt"]?.bool ?? false
        first = delivery.result["first_try"]?.int.map(Timestamp.init(microseconds:)) ?? now
    }

    var result: JSONObject { ["first_try": .int(first.microseconds), "doubt": .bool(isDoubtful)] }

    /// Whether the provider still recognizes the call.
    func isKnown(for lifetime: TimeSpan?, at now: Timestamp) -> Bool {
        lifetime.map { now.since(first) < $0 } ?? false
    }
}
