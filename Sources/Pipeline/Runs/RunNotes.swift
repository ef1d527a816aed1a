import CEL
import Core
import Policy
import Store

/// What runs leave on the timeline, and what their conditions see.
extension RunEngine {
    func assignment(for account: AccountKey, facts: CustomerFacts, event: Event?) -> Personas.Assignment {
        policy.personas.assign(bindings(account: account, facts: facts, persona: "", event: event))
    }

    /// The persona of an account as the rules have it now.
    func persona(for account: AccountKey, facts: CustomerFacts) -> String {
        assignment(for: account, facts: facts, event: nil).persona
    }

    func bindings(account: AccountKey, facts: CustomerFacts, persona: String, event: Event?) -> Bindings {
        FactsEnvironment.bindings(
            facts: facts,
            account: account,
            persona: persona,
            event: event,
            now: now,
            zones: policy.gate.zones(of: facts)
        )
    }

    func note(
        _ assignment: Personas.Assignment,
        of account: AccountKey,
        facts: CustomerFacts,
        cause: String?
    ) throws(StoreError) {
        let event = Event(
            id: "\(cause ?? "api"):\(account):persona",
            source: Event.ownSource,
            type: .personaAssigned,
            time: turn.nextTime(),
            recorded: now,
            customer: facts.customer,
            account: account,
            cause: cause,
            readBy: "personas",
            data: [
                "persona": .string(assignment.persona), "rule": .string(assignment.rule),
                "explain": .string(assignment.explain), "evidence": .array(assignment.evidence.map(JSON.string)),
            ]
        )
        _ = try tx.insert(event)
    }

    /// Puts what became of a step on the timeline; a step that is visited twice stands there twice.
    func note(_ run: inout Run, step: String, outcome: String, cause: String?) throws(StoreError) {
        let count = (run.memory["steps"]?.int ?? 0) + 1
        run.memory["steps"] = .int(count)
        try insert(
            .playbookStep,
            run,
            id: "\(run.id):\(count):\(step)",
            cause: cause,
            ["step": .string(step), "outcome": .string(outcome)]
        )
    }

    func insert(
        _ type: EventType,
        _ run: Run,
        id: String,
        cause: String?,
        _ data: JSONObject
    ) throws(StoreError) {
        let event = Event(
            id: id,
            source: Event.ownSource,
            type: type,
            time: turn.nextTime(),
            recorded: now,
            customer: run.customer,
            account: run.account,
            cause: cause,
            readBy: "\(run.playbook)@\(run.version)",
            data: (["playbook": .string(run.playbook), "version": .int(Int64(run.version))] as JSONObject).merging(data)
        )
        _ = try tx.insert(event)
    }
}
