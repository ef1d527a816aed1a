import CEL
import Core
import Policy
import Store

/// How runs begin and end.
extension RunEngine {
    /// Puts the customer's accounts into the first playbook that takes them.
    func enroll(after event: Event, facts: CustomerFacts) throws(StoreError) {
        let busy = Set(try tx.activeRuns(of: facts.customer).map(\.account))
        for account in facts.accounts.values.sorted(by: { $0.key.description < $1.key.description })
        where !busy.contains(account.key) && account.balance > 0 && account.ended == nil {
            let persona = assignment(for: account.key, facts: facts, event: event)
            for playbook in policy.playbooksInOrder {
                let bindings = bindings(account: account.key, facts: facts, persona: persona.persona, event: event)
                guard let enroll = playbook.enroll, enroll.evaluate(bindings).isTrue,
                    try mayEnter(playbook, account.key)
                else { continue }
                try note(persona, of: account.key, facts: facts, cause: event.id)
                _ = try enter(playbook, account: account.key, persona: persona.persona, facts: facts, cause: event.id)
                break
            }
        }
    }

    /// Begins a run, which takes its first steps now (`takesSteps`) or in a turn of its own.
    ///
    /// Returns the run as it stands then.
    func enter(
        _ playbook: Playbook,
        account: AccountKey,
        persona: String,
        facts: CustomerFacts,
        cause: String?,
        takesSteps: Bool = true
    ) throws(StoreError) -> Run {
        var run = Run(
            id: turn.ids.next("run"),
            playbook: playbook.name,
            version: playbook.version,
            customer: facts.customer,
            account: account,
            persona: persona,
            step: playbook.steps.first?.id ?? "",
            entered: now
        )
        run.memory["cause"] = cause.map(JSON.string)
        try tx.save(run)
        try insert(.playbookEntered, run, id: "\(run.id):entered", cause: cause, ["trigger": .string(cause ?? "api")])
        guard let first = playbook.steps.first else {
            try end(&run, reason: "exhausted", cause: cause)
            return run
        }
        if takesSteps { try take(&run, at: first, of: playbook, facts: facts) }
        return run
    }

    /// Whether a playbook's reentry lets an account in now.
    func mayEnter(_ playbook: Playbook, _ account: AccountKey) throws(StoreError) -> Bool {
        let past = try tx.runs(of: account, playbook: playbook.name)
        guard past.count < playbook.reentry.max else { return false }
        guard let last = past.first else { return true }
        return now.since(last.entered) >= playbook.reentry.after
    }

    /// Ends the run when its goal is reached or an exit holds.
    func endIfOver(_ run: inout Run, facts: CustomerFacts, event: Event?) throws(StoreError) -> Bool {
        guard let playbook = policy.playbooks[run.playbook] else { return false }
        let bindings = bindings(account: run.account, facts: facts, persona: run.persona, event: event)
        if let goal = playbook.goal, goal.evaluate(bindings).isTrue {
            try end(&run, reason: "goal", cause: event?.id)
            return true
        }
        for exit in playbook.exits where exit.when.evaluate(bindings).isTrue {
            try leave(&run, to: exit.to, facts: facts, cause: event?.id)
            return true
        }
        return false
    }

    /// Ends the run and goes on elsewhere.
    ///
    /// The next playbook begins in a turn of its own and only if its reentry lets the account in, so that playbooks
    /// which lead to each other end.
    func leave(_ run: inout Run, to target: Target, facts: CustomerFacts, cause: String?) throws(StoreError) {
        switch target {
        case .stop: try end(&run, reason: "stopped", cause: cause)
        case .end, .step: try end(&run, reason: "exit", cause: cause)
        case .playbook(let name):
            try end(&run, reason: "replaced", cause: cause)
            guard let next = policy.playbooks[name], try mayEnter(next, run.account) else { return }
            _ = try enter(
                next,
                account: run.account,
                persona: run.persona,
                facts: facts,
                cause: cause,
                takesSteps: false
            )
        }
    }

    func end(_ run: inout Run, reason: String, cause: String?) throws(StoreError) {
        run.ended = reason
        run.wake = nil
        try tx.save(run)
        try insert(.playbookExited, run, id: "\(run.id):exited", cause: cause, ["reason": .string(reason)])
        try cancelContacts(of: run, cause: cause)
    }

    /// What this run still has in the queue goes with it.
    func cancelContacts(of run: Run, cause: String?) throws(StoreError) {
        for contact in try tx.queuedContacts(of: run.customer) where contact.run == run.id {
            var cancelled = contact
            cancelled.state = .cancelled
            cancelled.lastError = "run_ended"
            guard try tx.update(cancelled) else { continue }
            let extra: JSONObject = ["reason": .string("the playbook ended: \(run.ended ?? "")")]
            let note = ContactNote(
                delivery: cancelled,
                decision: nil,
                time: turn.nextTime(),
                cause: cause,
                extra: extra
            )
            _ = try tx.insert(note.event(.contactCancelled, id: "\(contact.id):cancelled"))
        }
    }
}
