import Core
import Policy
import Store

/// What an event demands at once: contacts it forbids are taken back, the CRM is told, a payment closes the loop,
/// runs move on, accounts enter playbooks.
struct Reaction {
    let turn: Turn

    private var configuration: Configuration { turn.configuration }
    private var tx: any StoreTransaction { turn.tx }
    private var now: Timestamp { turn.now }

    func react(to event: Event) throws(StoreError) {
        guard let customer = event.customer, event.source != Event.ownSource else { return }
        try WriteBack(turn: turn).tell(of: event)
        try resolveDoubt(by: event)
        guard try demandsMore(event, of: customer) else { return }
        let facts = try turn.facts(of: customer)
        try closeLoop(after: event, facts: facts)
        try cancelForbidden(after: event, facts: facts)
        try confirm(event, facts: facts)
        let runs = RunEngine(turn: turn)
        try runs.moveOn(after: event, facts: facts)
        try runs.enroll(after: event, facts: facts)
    }

    /// Deliveries' own progress changes nothing unless a run waits for it.
    private func demandsMore(_ event: Event, of customer: String) throws(StoreError) -> Bool {
        let isProgress = event.type.family == "message" && event.type != .messageReceived
        if isProgress, event.type.rawValue != "message.complained" {
            return try !tx.activeRuns(of: customer).isEmpty
        }
        return true
    }

    /// A callback about a message whose fate was unknown: the provider has it.
    ///
    /// It moves up, never down.
    private func resolveDoubt(by event: Event) throws(StoreError) {
        guard ["message", "call"].contains(event.type.family), let id = event.delivery,
            var delivery = try tx.delivery(id), delivery.state == .unknown
        else { return }
        delivery.state = .accepted
        delivery.providerID = delivery.providerID ?? event.providerID
        guard try tx.update(delivery) else { return }
        let extra: JSONObject = ["source": .string(event.source), "resolved_by": .string(event.id)]
        let note = ContactNote(delivery: delivery, decision: nil, time: turn.nextTime(), cause: event.id, extra: extra)
        _ = try tx.insert(note.event(.deliveryAccepted, id: "\(id):resolved"))
    }

    /// Takes back every queued contact that today's facts forbid.
    ///
    /// The gate itself says which: what it would deny.
    private func cancelForbidden(after event: Event, facts: CustomerFacts) throws(StoreError) {
        for contact in try tx.queuedContacts(of: facts.customer) {
            guard let creditor = configuration.creditors[contact.creditor] else { continue }
            let decision = configuration.policy.gate.decide(
                contact.proposal(actor: creditor.actor),
                facts: facts,
                now: now
            )
            guard decision.verdict == .deny else { continue }
            try cancel(contact, because: decision, after: event)
        }
    }

    private func cancel(_ contact: Delivery, because decision: Decision, after event: Event) throws(StoreError) {
        var cancelled = contact
        cancelled.state = .cancelled
        cancelled.lastError = decision.findings.first?.rule
        guard try tx.update(cancelled) else { return }
        let note = ContactNote(delivery: cancelled, decision: decision, time: turn.nextTime(), cause: event.id)
        _ = try tx.insert(note.event(.contactCancelled, id: "\(contact.id):cancelled"))
        if let run = contact.run { try tx.wake(run: run, at: now) }
    }

    /// A payment that leaves nothing to pay closes the loop.
    private func closeLoop(after event: Event, facts: CustomerFacts) throws(StoreError) {
        guard event.type == .paymentSucceeded, let key = event.account, let account = facts.accounts[key],
            account.placedAt != nil, account.balance == 0
        else { return }
        let payment = event.data["payment"]?.string ?? event.id
        let closed = Event(
            id: "\(key):\(payment):closed",
            source: Event.ownSource,
            type: .loopClosed,
            time: turn.nextTime(),
            recorded: now,
            customer: facts.customer,
            account: key,
            cause: event.id,
            readBy: "timeline",
            data: [
                "payment": .string(payment),
                "suppressed_ms": .int(max(0, now.since(event.recorded).microseconds / 1000)),
            ]
        )
        if try tx.insert(closed) { try WriteBack(turn: turn).tell(of: closed) }
    }

    /// The receipt for a payment; the one confirmation of an opt-out.
    private func confirm(_ event: Event, facts: CustomerFacts) throws(StoreError) {
        guard let key = event.account ?? facts.accounts.keys.min(by: { $0.description < $1.description }),
            let creditor = configuration.creditors[key.creditor]
        else { return }
        let contacts = ContactPlanner(turn: turn)
        if event.type == .paymentSucceeded, event.account != nil, let template = creditor.receipt {
            try contacts.answer(event, with: template, purpose: "receipt", account: key, facts: facts)
        }
        if event.type == .consentRevoked, event.direction == .inbound, let template = creditor.optOutConfirmation {
            try contacts.answer(event, with: template, purpose: "opt_out_confirmation", account: key, facts: facts)
        }
    }
}
