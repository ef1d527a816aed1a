import Core

/// What all rules say about a contact at one instant.
struct Ruling {
    /// What blocking rules leave open.
    enum Hold: Equatable {
        case none
        /// The last of them ends then.
        case until(Timestamp)
        /// One of them ends only with a new fact.
        case newFact
        /// This rule denies.
        case denied(String)
    }

    private(set) var findings: [Decision.Finding] = []
    private(set) var passed: [Decision.Finding] = []
    private(set) var notApplicable: [String] = []
    private(set) var missing: [String] = []
    private(set) var hold = Hold.none

    init(of rules: [Rule], at moment: Moment) {
        for rule in rules {
            guard let answer = rule.answer(at: moment) else {
                notApplicable.append(rule.id)
                continue
            }
            take(answer, of: rule)
        }
    }

    private mutating func take(_ answer: Answer, of rule: Rule) {
        for fact in answer.missing where !missing.contains(fact) { missing.append(fact) }
        let effect = answer.effect ?? rule.outcome
        let finding = Decision.Finding(
            rule: rule.id,
            effect: effect.rawValue,
            explain: rule.explain,
            citation: rule.citation,
            authority: rule.authority.rawValue,
            until: effect == .deny ? nil : answer.until,
            counted: answer.counted,
            excluded: answer.excluded,
            evidence: answer.evidence
        )
        guard answer.fires else { return passed.append(finding) }
        findings.append(finding)
        hold = hold.joined(with: Hold(effect, of: rule, until: answer.until))
    }
}

extension Ruling.Hold {
    init(_ effect: Rule.Outcome, of rule: Rule, until: Timestamp?) {
        switch effect {
        case .deny: self = .denied(rule.id)
        case .defer: self = until.map(Self.until) ?? .newFact
        case .warn, .review: self = .none
        }
    }

    /// The stricter of both.
    func joined(with other: Self) -> Self {
        if case .until(let first) = self, case .until(let second) = other { return .until(max(first, second)) }
        return other.rank > rank ? other : self
    }

    private var rank: Int {
        switch self {
        case .none: 0
        case .until: 1
        case .newFact: 2
        case .denied: 3
        }
    }
}
