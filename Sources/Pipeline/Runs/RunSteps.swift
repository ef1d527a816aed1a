import CEL
import Core
import Policy
import Store

/// How a run goes from step to step.
extension RunEngine {
    /// Takes the steps of a run until it must wait.
    func take(
        _ run: inout Run,
        at step: Step,
        of playbook: Playbook,
        facts: CustomerFacts,
        depth: Int = 0
    ) throws(StoreError) {
        run.step = step.id
        guard depth < Self.stepLimit else { return try end(&run, reason: "stopped", cause: nil) }
        if let delay = step.delay, run.memory["delayed"]?.string != step.id {
            run.memory["delayed"] = .string(step.id)
            return try rest(&run, waiting: .delay, until: now.adding(delay))
        }
        run.memory["delayed"] = nil
        if let skip = step.skip,
            skip.evaluate(bindings(account: run.account, facts: facts, persona: run.persona, event: nil)).isTrue
        {
            try note(&run, step: step.id, outcome: "skipped", cause: nil)
            return try go(&run, to: playbook.target(after: step), of: playbook, facts: facts, depth: depth + 1)
        }
        switch step.act {
        case .send(let send): try propose(&run, send, at: step, of: playbook, facts: facts, depth: depth)
        case .waitFor(let events, let within):
            if let came = alreadyCame(events, for: run, facts: facts) {
                run.memory["since"] = .string(came.recorded.description)
                try note(&run, step: step.id, outcome: "came: \(came.type)", cause: came.id)
                let next = step.then ?? playbook.target(after: step)
                return try go(&run, to: next, of: playbook, facts: facts, depth: depth + 1)
            }
            try rest(&run, waiting: .events(events), until: now.adding(within))
        case .end(let outcome, let next):
            try note(&run, step: step.id, outcome: outcome, cause: nil)
            try finish(&run, next: next, facts: facts)
        }
    }

    /// What a run is about to wait for may have come while its message was still under way.
    ///
    /// Each event counts once: what was waited for before is behind `since`.
    private func alreadyCame(_ types: [String], for run: Run, facts: CustomerFacts) -> Event? {
        let since = run.memory["since"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? run.entered
        return facts.events.last { event in
            types.contains(event.type.rawValue) && event.recorded > since && event.account == run.account
        }
    }

    func finish(_ run: inout Run, next: String?, facts: CustomerFacts) throws(StoreError) {
        guard let next else { return try end(&run, reason: "exhausted", cause: nil) }
        try leave(&run, to: .playbook(next), facts: facts, cause: nil)
    }

    func go(
        _ run: inout Run,
        to target: Target,
        of playbook: Playbook,
        facts: CustomerFacts,
        depth: Int = 0
    ) throws(StoreError) {
        guard case .step(let name) = target, let step = playbook.step(name) else {
            if target == .end { return try finish(&run, next: nil, facts: facts) }
            return try leave(&run, to: target, facts: facts, cause: nil)
        }
        run.waiting = .step
        try take(&run, at: step, of: playbook, facts: facts, depth: depth)
    }

    func rest(_ run: inout Run, waiting: Run.Waiting, until wake: Timestamp?) throws(StoreError) {
        run.waiting = waiting
        run.wake = wake
        try tx.save(run)
    }
}
