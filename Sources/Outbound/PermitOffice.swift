import CEL
import Core
import Policy
import Store

/// Grants permits: reads today's facts, asks the gate again, writes the ledger, all in one transaction.
struct PermitOffice: Sendable {
    /// How long what came in may stay unread before nothing leaves any more.
    ///
    /// Under overload sends are given up before stops are.
    static let readingGrace = TimeSpan.milliseconds(500)
    /// How long a contact waits that is held until we have caught up with its provider.
    static let holdingTime = TimeSpan.seconds(5)

    let configuration: OutboundConfiguration
    let now: Timestamp
    let deadline: ContinuousClock.Instant

    /// Claims what is due and grants what may leave.
    ///
    /// What may not is deferred, cancelled or expired, on the record. A contact that is held is put back as it was, and does
    /// not count as claimed: it would only be claimed again.
    func grant(limit: Int, tx: any StoreTransaction) throws(StoreError) -> (permits: [Permit], claimed: Int) {
        if try isReadingBehind(tx) { return ([], 0) }
        let hold = configuration.hold()
        let due = try tx.claimDue(at: now, limit: limit)
        var permits: [Permit] = []
        var held = 0
        for delivery in due {
            if isHeld(delivery, hold) {
                try putBack(delivery, tx: tx)
                held += 1
            } else if let permit = try decide(on: delivery, tx: tx) {
                permits.append(permit)
            }
        }
        return (permits, due.count - held)
    }

    /// Whether a contact must wait for what its provider may still tell; one that is too late has ended whatever it tells.
    private func isHeld(_ delivery: Delivery, _ hold: ContactHold) -> Bool {
        delivery.kind == .contact && hold.holds(delivery.source) && delivery.expires.map { $0 > now } ?? true
    }

    private func putBack(_ delivery: Delivery, tx: any StoreTransaction) throws(StoreError) {
        var later = delivery
        later.due = now.adding(Self.holdingTime)
        _ = try tx.update(later)
    }

    /// Whether something that came in a while ago has not been read yet: it may be a stop that we have acknowledged.
    private func isReadingBehind(_ tx: any StoreTransaction) throws(StoreError) -> Bool {
        guard let oldest = try tx.pendingItems(limit: 1).first, let stored = try tx.webhook(oldest.webhook) else {
            return false
        }
        return now.since(stored.webhook.received) > Self.readingGrace
    }

    private func decide(on delivery: Delivery, tx: any StoreTransaction) throws(StoreError) -> Permit? {
        if let expires = delivery.expires, expires <= now {
            try end(delivery, as: .expired, note: .contactExpired, decision: nil, why: "its time is over", tx: tx)
            return nil
        }
        guard delivery.kind == .contact else { return try dispatch(delivery, tx: tx) }
        guard let creditor = configuration.creditors[delivery.creditor] else {
            try end(delivery, as: .cancelled, note: .contactDenied, decision: nil, why: "the creditor is gone", tx: tx)
            return nil
        }
        let facts = try tx.facts(of: delivery.customer)
        let decision = configuration.policy.gate.decide(
            delivery.proposal(actor: creditor.actor),
            facts: facts,
            now: now
        )
        try record(decision, on: delivery, tx: tx)
        switch decision.verdict {
        case .deny:
            try end(delivery, as: .cancelled, note: .contactDenied, decision: decision, why: nil, tx: tx)
            return nil
        case .defer:
            try postpone(delivery, by: decision, tx: tx)
            return nil
        case .allow:
            return try fill(delivery, from: creditor, facts: facts, tx: tx)
        }
    }

    /// Words and addresses of this moment, then the ledger row, then the permit.
    private func fill(
        _ delivery: Delivery,
        from creditor: Creditor,
        facts: CustomerFacts,
        tx: any StoreTransaction
    ) throws(StoreError) -> Permit? {
        switch ContactInput(delivery: delivery, creditor: creditor, policy: configuration.policy).render(facts, at: now)
        {
        case .failure(let failure):
            let why = "the \(failure.part) of template \(failure.template) cannot be filled"
            try end(delivery, as: .cancelled, note: .contactDenied, decision: nil, why: why, tx: tx)
            return nil
        case .success(let input):
            var filled = delivery
            filled.input = input
            try tx.reserve(ledgerRow(of: delivery))
            return try dispatch(filled, tx: tx)
        }
    }

    private func dispatch(_ delivery: Delivery, tx: any StoreTransaction) throws(StoreError) -> Permit? {
        var dispatched = delivery
        dispatched.state = .dispatching
        dispatched.attempts += 1
        guard try tx.update(dispatched) else { return nil }
        return Permit(delivery: dispatched, deadline: deadline)
    }

    private func postpone(_ delivery: Delivery, by decision: Decision, tx: any StoreTransaction) throws(StoreError) {
        var later = delivery
        later.due = max(decision.until ?? now.adding(.seconds(3600)), now.adding(.seconds(1)))
        guard try tx.update(later) else { return }
        let note = ContactNote(delivery: delivery, decision: decision, time: now)
        _ = try tx.insert(note.event(.contactDeferred, id: "\(delivery.decisionID):deferred"))
    }

    private func end(
        _ delivery: Delivery,
        as state: Delivery.State,
        note type: EventType,
        decision: Decision?,
        why: String?,
        tx: any StoreTransaction
    ) throws(StoreError) {
        var ended = delivery
        ended.state = delivery.result["doubt"]?.bool == true ? .unknown : state
        ended.lastError = decision?.findings.first?.rule ?? why
        guard try tx.update(ended) else { return }
        var extra: JSONObject = [:]
        extra["reason"] = why.map(JSON.string)
        let note = ContactNote(delivery: ended, decision: decision, time: now, extra: extra)
        let named: EventType = delivery.kind == .contact ? type : EventType(rawValue: "delivery.expired")
        _ = try tx.insert(note.event(named, id: "\(delivery.decisionID):\(state)"))
        if let run = delivery.run { try tx.wake(run: run, at: now) }
    }

    private func record(_ decision: Decision, on delivery: Delivery, tx: any StoreTransaction) throws(StoreError) {
        let json = decision.json(for: delivery)
        try tx.record(decision: delivery.decisionID, customer: delivery.customer, at: now, json: json)
    }

    private func ledgerRow(of delivery: Delivery) -> LedgerRow {
        LedgerRow(
            delivery: delivery.id,
            customer: delivery.customer,
            account: delivery.account,
            channel: delivery.channel,
            address: delivery.address,
            wallTime: now,
            bootID: MachineTime.bootID,
            bootTime: MachineTime.sinceBoot,
            isReply: delivery.isReply || delivery.purpose == "receipt"
        )
    }
}
