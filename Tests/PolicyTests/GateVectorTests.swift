import Core
import Testing

@testable import Policy

/// The regulation as published cases: how many pass is printed and pinned.
struct GateVectorTests {
    @Test("compliance vectors about the rules there are") func vectors() throws {
        let gate = try GateFixture.gate("us/reg-f")
        let known = Set(gate.rules.map(\.id))
        let all = try GateVector.all()
        let expressed = all.filter { $0.canBeExpressed(in: known) }
        var failed: [String] = []
        for vector in expressed {
            let decision = gate.decide(vector.proposal, facts: try vector.facts, now: try vector.now)
            if let problem = try objection(to: decision, vector, known) { failed.append("\(vector.id): \(problem)") }
        }
        print(
            "compliance vectors: \(expressed.count - failed.count) of \(expressed.count) expressible pass, of \(all.count)"
        )
        #expect(failed == [], "\(failed.joined(separator: "\n"))")
        #expect(expressed.count == 123)
    }

    private func objection(to decision: Decision, _ vector: GateVector, _ known: Set<String>) throws -> String? {
        let fired = decision.findings.map(\.rule)
        if decision.verdict.rawValue != vector.expect["decision"]?.string { return "decided \(decision.summary)" }
        let until = try vector.expect["until"]?.string.map(GateFixture.instant)
        if decision.until != until { return "until \(decision.until?.description ?? "nil")" }
        if Set(fired) != Set(vector.rules) { return "fired \(fired)" }
        if !Set(fired).isDisjoint(with: vector.strings(vector.expect["not_rules"])) { return "must not fire \(fired)" }
        for member in vector.expect["counted"]?.object?.members ?? [] where known.contains(member.name) {
            let counted = decision.finding(member.name)?.counted
            if counted != vector.strings(member.value) { return "\(member.name) counted \(counted ?? [])" }
        }
        return nil
    }
}
