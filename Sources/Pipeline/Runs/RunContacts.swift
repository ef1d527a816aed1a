import Core
import Policy
import Store

/// What a run sends, and what it does when that has ended.
extension RunEngine {
    func propose(
        _ run: inout Run,
        _ send: Step.Send,
        at step: Step,
        of playbook: Playbook,
        facts: CustomerFacts,
        depth: Int
    ) throws(StoreError) {
        if run.memory["proposed"]?.string != step.id {
            run.memory["proposed"] = .string(step.id)
            run.memory["since"] = .string(now.description)
        }
        if send.link != nil, run.memory["link"] == nil {
            if run.memory["link_failed"] == nil, let link = try askForLink(run, facts: facts) {
                return try rest(&run, waiting: .delivery(link), until: nil)
            }
            try note(&run, step: step.id, outcome: "no payment link", cause: nil)
            let next = step.onDeny ?? playbook.target(after: step)
            return try go(&run, to: next, of: playbook, facts: facts, depth: depth + 1)
        }
        let planner = ContactPlanner(turn: turn)
        switch try planner.plan(wish(of: run, send, at: step), facts: facts) {
        case .queued(let delivery, _):
            try rest(&run, waiting: .delivery(delivery.id), until: nil)
        case .shadowed:
            try go(&run, to: step.then ?? playbook.target(after: step), of: playbook, facts: facts, depth: depth + 1)
        case .denied:
            try go(&run, to: step.onDeny ?? playbook.target(after: step), of: playbook, facts: facts, depth: depth + 1)
        }
    }

    /// What the gate says now to the contact a run stands at, while it waits for the link that goes with it.
    func preview(_ run: Run, facts: CustomerFacts) -> Decision? {
        guard let step = policy.playbooks[run.playbook]?.step(run.step), case .send(let send) = step.act else {
            return nil
        }
        return ContactPlanner(turn: turn).preview(wish(of: run, send, at: step), facts: facts)
    }

    func wish(of run: Run, _ send: Step.Send, at step: Step) -> ContactPlanner.Wish {
        let channels = send.channel.map { [$0] } ?? policy.routing.order(for: run.persona)
        var wish = ContactPlanner.Wish(
            account: run.account,
            options: channels.compactMap { channel in send.template(for: channel).map { (channel, $0) } }
                .filter { policy.templates[$0.1]?.channel == $0.0 }
        )
        wish.link = run.memory["link"]?.string
        wish.run = run.id
        wish.step = step.id
        wish.cause = run.memory["cause"]?.string
        wish.expires = now.adding(send.expires)
        return wish
    }

    /// Asks the creditor's processor for a payment link; nil when it has none.
    func askForLink(_ run: Run, facts: CustomerFacts) throws(StoreError) -> String? {
        guard let creditor = configuration.creditors[run.account.creditor],
            let source = creditor.providers["payment_link"]?.first, let account = facts.accounts[run.account]
        else { return nil }
        var delivery = Delivery(
            id: turn.ids.next("lnk"),
            kind: .paymentLink,
            customer: run.customer,
            account: run.account,
            creditor: creditor.id,
            channel: Channel(rawValue: "payment"),
            address: nil,
            source: source,
            action: "create_payment_link",
            input: [
                "amount": .int(account.balance), "currency": .string(account.currency),
                "description": .string("\(creditor.name) \(run.account.reference)"),
                "reference": .string(run.account.description),
            ],
            purpose: "payment_link",
            due: now,
            created: now
        )
        delivery.run = run.id
        delivery.cause = run.memory["cause"]?.string
        delivery.expires = now.adding(.days(1))
        return try tx.enqueue(delivery) ? delivery.id : nil
    }

    /// A delivery the run waited for has ended, or has not yet.
    func settle(
        _ run: inout Run,
        delivery id: String,
        at step: Step,
        of playbook: Playbook,
        facts: CustomerFacts
    ) throws(StoreError) {
        guard let delivery = try tx.delivery(id), delivery.state.isFinal else {
            return try rest(&run, waiting: run.waiting, until: nil)
        }
        if delivery.kind == .paymentLink {
            let url = delivery.state == .accepted ? delivery.result["url"] : nil
            run.memory[url == nil ? "link_failed" : "link"] = url ?? true
            run.memory["delayed"] = step.delay.map { _ in .string(step.id) }
            run.waiting = .step
            return try take(&run, at: step, of: playbook, facts: facts)
        }
        try note(&run, step: step.id, outcome: delivery.state.rawValue, cause: delivery.id)
        let reached = delivery.state == .accepted || delivery.state == .unknown
        let next = reached ? step.then : step.onDeny
        try go(&run, to: next ?? playbook.target(after: step), of: playbook, facts: facts)
    }
}
