import Core
import Policy
import Store

/// What became of a contact that was proposed.
enum Planned {
    /// A delivery waits for its time: now, or the first lawful moment.
    case queued(Delivery, Decision)
    /// Decided and recorded; nothing leaves, because sending is in shadow.
    case shadowed(Decision)
    /// The gate refuses, or nobody can be reached.
    case denied(Decision)

    /// The decision behind it.
    var decision: Decision {
        switch self {
        case .queued(_, let decision), .shadowed(let decision), .denied(let decision): decision
        }
    }
}

/// Plans contacts: which channel, whether the gate lets it, and what to queue.
struct ContactPlanner {
    let turn: Turn

    private var configuration: Configuration { turn.configuration }
    private var tx: any StoreTransaction { turn.tx }
    private var now: Timestamp { turn.now }

    /// What is asked for.
    struct Wish {
        var account: AccountKey
        /// Channels in order of preference, each with its template.
        var options: [(channel: Channel, template: String)]
        var purpose = "collection"
        var link: String?
        var run: String?
        var step: String?
        var cause: String?
        var notBefore: Timestamp?
        var expires: Timestamp?
        var isReply = false
        /// Where it should go, if the customer is known to be there.
        var address: String?
    }

    /// Decides on a wish, records the decision and queues the contact when it may leave now or later.
    func plan(_ wish: Wish, facts: CustomerFacts) throws(StoreError) -> Planned {
        guard let best = best(for: wish, facts: facts) else { return .denied(try refuse(wish, facts: facts)) }
        try record(best)
        let isLive = creditor(of: wish)?.sending[best.delivery.channel] == .live
        switch best.decision.verdict {
        case .deny: return .denied(best.decision)
        case .allow, .defer:
            guard isLive else { return .shadowed(best.decision) }
            _ = try tx.enqueue(best.delivery)
            return .queued(best.delivery, best.decision)
        }
    }

    /// A short answer to what a person just did: a receipt, a confirmation.
    ///
    /// Goes out through the channel of the template, to the address the event came from when it fits.
    func answer(
        _ event: Event,
        with template: String,
        purpose: String,
        account: AccountKey,
        facts: CustomerFacts
    ) throws(StoreError) {
        guard let channel = configuration.policy.templates[template]?.channel else { return }
        var wish = Wish(account: account, options: [(channel, template)], purpose: purpose)
        wish.cause = event.id
        wish.expires = now.adding(.days(1))
        wish.isReply = event.direction == .inbound
        wish.address = event.address
        _ = try plan(wish, facts: facts)
    }

    /// What would be decided on a wish now.
    ///
    /// Nothing is recorded or queued.
    func preview(_ wish: Wish, facts: CustomerFacts) -> Decision {
        best(for: wish, facts: facts)?.decision ?? unreachable(by: wish)
    }

    private func best(for wish: Wish, facts: CustomerFacts) -> Candidate? {
        wish.options.compactMap { candidate(for: $0, wish: wish, facts: facts) }.min(by: isBetter)
    }

    private struct Candidate {
        let delivery: Delivery
        let decision: Decision
        let step: String?
    }

    private func candidate(
        for option: (channel: Channel, template: String),
        wish: Wish,
        facts: CustomerFacts
    ) -> Candidate? {
        guard let creditor = creditor(of: wish), creditor.sending[option.channel] != nil,
            let source = creditor.providers[option.channel.rawValue]?.first,
            let kind = option.channel.addressKind,
            let address = address(of: kind, wanted: wish.address, facts: facts)
        else { return nil }
        var delivery = Delivery(
            id: turn.ids.next("del"),
            kind: .contact,
            customer: facts.customer,
            account: wish.account,
            creditor: creditor.id,
            channel: option.channel,
            address: address,
            source: source,
            action: "send_message",
            input: [:],
            purpose: wish.purpose,
            due: max(now, wish.notBefore ?? now),
            created: now
        )
        delivery.input["link"] = wish.link.map(JSON.string)
        delivery.template = option.template
        delivery.run = wish.run
        delivery.cause = wish.cause
        delivery.expires = wish.expires
        delivery.isReply = wish.isReply
        let asked = delivery.due
        let decision = configuration.policy.gate.decide(
            delivery.proposal(actor: creditor.actor),
            facts: facts,
            now: asked
        )
        if let until = decision.until { delivery.due = max(asked, until) }
        return Candidate(delivery: delivery, decision: decision, step: wish.step)
    }

    /// The address that is wanted when it is one of the customer's; otherwise the one known first.
    private func address(of kind: Identifier.Kind, wanted: String?, facts: CustomerFacts) -> String? {
        let known = facts.addresses(of: kind)
        let point = wanted.flatMap { Identifier(kind: kind, value: $0)?.value }
        return point.flatMap { known.contains($0) ? $0 : nil } ?? known.first
    }

    /// Allowed before deferred before denied; among deferred the earlier; otherwise the order of the options.
    private func isBetter(_ left: Candidate, _ right: Candidate) -> Bool {
        func rank(_ candidate: Candidate) -> (Int, Timestamp) {
            switch candidate.decision.verdict {
            case .allow: (0, Timestamp(microseconds: 0))
            case .defer: (1, candidate.delivery.due)
            case .deny: (2, Timestamp(microseconds: 0))
            }
        }
        return rank(left) < rank(right)
    }

    private func record(_ candidate: Candidate) throws(StoreError) {
        let delivery = candidate.delivery
        var extra: JSONObject = [:]
        extra["step"] = candidate.step.map(JSON.string)
        let isLive = configuration.creditors[delivery.creditor]?.sending[delivery.channel] == .live
        if !isLive { extra["sending"] = "shadow" }
        let note = ContactNote(delivery: delivery, decision: candidate.decision, time: turn.nextTime(), extra: extra)
        try tx.record(
            decision: delivery.decisionID,
            customer: delivery.customer,
            at: now,
            json: candidate.decision.json(for: delivery)
        )
        let type: EventType =
            switch candidate.decision.verdict {
            case .allow: .contactAllowed
            case .defer: .contactDeferred
            case .deny: .contactDenied
            }
        _ = try tx.insert(note.event(type, id: "\(delivery.decisionID):planned"))
    }

    /// A denial because nobody can be reached.
    private func unreachable(by wish: Wish) -> Decision {
        let gate = configuration.policy.gate
        let names = wish.options.map(\.channel.rawValue).joined(separator: ", ")
        let finding = Decision.Finding(
            rule: "NOT-REACHABLE",
            effect: "deny",
            explain: "No address, provider or sending is known for: \(names).",
            citation: [],
            authority: "policy"
        )
        return Decision(verdict: .deny, at: now, findings: [finding], policy: gate.digest, tzdata: gate.tzdata)
    }

    /// Nobody to reach or nothing to reach them with: a denial like any other, on the record.
    private func refuse(_ wish: Wish, facts: CustomerFacts) throws(StoreError) -> Decision {
        let decision = unreachable(by: wish)
        var delivery = Delivery(
            id: turn.ids.next("del"),
            kind: .contact,
            customer: facts.customer,
            account: wish.account,
            creditor: wish.account.creditor,
            channel: wish.options.first?.channel ?? Channel(rawValue: "none"),
            address: nil,
            source: "",
            action: "",
            input: [:],
            purpose: wish.purpose,
            due: now,
            created: now
        )
        delivery.cause = wish.cause
        try record(Candidate(delivery: delivery, decision: decision, step: wish.step))
        return decision
    }

    private func creditor(of wish: Wish) -> Creditor? { configuration.creditors[wish.account.creditor] }
}
