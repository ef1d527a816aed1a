import Connectors
import Core
import Store

/// Writes down how an attempt ended: outbox, ledger and timeline in one transaction.
struct OutcomeRecord: Sendable {
    let configuration: OutboundConfiguration
    let now: Timestamp
    /// For the jitter of the next try.
    let fraction: Double

    /// The state of a delivery after its attempt came to `outcome`.
    func write(
        _ outcome: ActionOutcome,
        of delivery: Delivery,
        mayRepeat: Bool,
        tx: any StoreTransaction
    ) throws(StoreError) {
        switch outcome {
        case .accepted(let providerID, let result):
            try accept(delivery, providerID: providerID, result: result, tx: tx)
        case .refused(let code, _, let retryAfter, let isPermanent):
            try tx.release(delivery: delivery.id)
            try refuse(delivery, code: code, retryAfter: retryAfter, isPermanent: isPermanent, tx: tx)
        case .reauth:
            try tx.release(delivery: delivery.id)
            try refuse(delivery, code: "reauth", retryAfter: nil, isPermanent: false, tx: tx)
        case .unknown(let code):
            try doubt(delivery, code: code, mayRepeat: mayRepeat, tx: tx)
        }
    }

    /// A delivery found dispatching after a crash: nobody knows, so it counts and is not sent again blindly.
    func strand(_ delivery: Delivery, mayRepeat: Bool, tx: any StoreTransaction) throws(StoreError) {
        try doubt(delivery, code: "crash_while_dispatching", mayRepeat: mayRepeat, tx: tx)
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

    private func refuse(
        _ delivery: Delivery,
        code: String,
        retryAfter: TimeSpan?,
        isPermanent: Bool,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var next = RetrySchedule.Next.never
        if !isPermanent {
            next = configuration.retries.next(
                attempts: delivery.attempts,
                now: now,
                retryAfter: retryAfter,
                expires: delivery.expires,
                fraction: fraction
            )
        }
        try again(delivery, next, code: code, otherwise: .refused, note: .deliveryRefused, tx: tx)
    }

    /// With a provider idempotency key the same call may be made again; without one a person or a callback decides.
    private func doubt(
        _ delivery: Delivery,
        code: String,
        mayRepeat: Bool,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var next = RetrySchedule.Next.never
        if mayRepeat {
            next = configuration.retries.next(
                attempts: delivery.attempts,
                now: now,
                retryAfter: nil,
                expires: delivery.expires,
                fraction: fraction
            )
        }
        try again(delivery, next, code: code, otherwise: .unknown, note: .deliveryUnknown, tx: tx)
    }

    private func again(
        _ delivery: Delivery,
        _ next: RetrySchedule.Next,
        code: String,
        otherwise final: Delivery.State,
        note type: EventType,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var changed = delivery
        changed.lastError = code
        var extra: JSONObject = [
            "source": .string(delivery.source), "code": .string(code), "attempt": .int(Int64(delivery.attempts)),
        ]
        switch next {
        case .again(let time):
            changed.state = .queued
            changed.due = time
            extra["next"] = .string(time.description)
        case .never:
            changed.state = final
        }
        guard try tx.update(changed) else { return }
        try note(type, changed, "attempt:\(delivery.attempts)", extra, tx: tx)
        if changed.state.isFinal { try wake(changed, tx: tx) }
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
