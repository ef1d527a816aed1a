import CEL
import Core
import Policy
import Store

/// Leads runs through their playbooks.
///
/// Every step is idempotent: a run stands at one step and waits for one thing.
struct RunEngine {
    let turn: Turn

    var configuration: Configuration { turn.configuration }
    var tx: any StoreTransaction { turn.tx }
    var now: Timestamp { turn.now }

    /// Steps one run may take in one transaction; more than any honest playbook has in a row.
    static let stepLimit = 64

    var policy: PolicyBook { configuration.policy }

    /// An event of the customer: goals and exits are asked again, and what a run waits for may have come.
    ///
    /// An event that names no account is what a run waits for only when there is no other run it could be meant for.
    func moveOn(after event: Event, facts: CustomerFacts) throws(StoreError) {
        let active = try tx.activeRuns(of: facts.customer)
        for run in active where event.account == nil || event.account == run.account {
            var run = run
            if try endIfOver(&run, facts: facts, event: event) { continue }
            guard event.account != nil || active.count == 1, case .events(let awaited) = run.waiting,
                awaited.contains(event.type.rawValue), event.recorded >= run.entered,
                let playbook = policy.playbooks[run.playbook],
                let step = playbook.step(run.step)
            else { continue }
            run.memory["since"] = .string(event.recorded.description)
            try note(&run, step: step.id, outcome: "came: \(event.type)", cause: event.id)
            try go(&run, to: step.then ?? playbook.target(after: step), of: playbook, facts: facts)
        }
    }

    /// A run whose time has come, or whose delivery has ended.
    func wake(_ run: Run) throws(StoreError) {
        var run = run
        let facts = try turn.facts(of: run.customer)
        if try endIfOver(&run, facts: facts, event: nil) { return }
        guard let playbook = policy.playbooks[run.playbook], let step = playbook.step(run.step) else {
            return try end(&run, reason: "stopped", cause: nil)
        }
        switch run.waiting {
        case .step: try take(&run, at: step, of: playbook, facts: facts)
        case .delay:
            run.waiting = .step
            try take(&run, at: step, of: playbook, facts: facts)
        case .events:
            try note(&run, step: step.id, outcome: "did not come in time", cause: nil)
            try go(&run, to: step.otherwise ?? playbook.target(after: step), of: playbook, facts: facts)
        case .delivery(let id):
            try settle(&run, delivery: id, at: step, of: playbook, facts: facts)
        }
    }
}
