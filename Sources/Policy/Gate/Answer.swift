import Core

/// What one rule says about a contact at one instant.
struct Answer: Sendable {
    /// Whether the contact breaks the rule.
    var fires = false
    /// When it stops to, if nothing else happens; nil when only a new fact helps.
    var until: Timestamp?
    /// What follows instead of the rule's own outcome.
    var effect: Rule.Outcome?
    /// Ids of what it counted.
    var counted: [String] = []
    /// What it looked at and did not count.
    var excluded: [Decision.Excluded] = []
    /// What it saw, for a person.
    var evidence: JSONObject = [:]
    /// Facts it needed and did not have.
    var missing: [String] = []

    /// The contact keeps the rule.
    static let passes = Answer()

    /// The contact breaks the rule until a new fact comes.
    static let fires = Answer(fires: true)

    /// A predicate could not be evaluated: the rule denies, whatever its outcome, and says so.
    static func failed(_ why: String) -> Answer {
        Answer(fires: true, effect: .deny, evidence: ["failure": .string(why)])
    }

    /// A fact is missing without which the rule cannot let anything pass.
    static func needs(_ fact: String, effect: Rule.Outcome = .deny) -> Answer {
        Answer(fires: true, effect: effect, missing: [fact])
    }

    /// Whether this answer holds longer than another.
    func isStricter(than other: Answer) -> Bool {
        guard fires, other.fires else { return fires }
        guard let until else { return other.until != nil }
        return other.until.map { $0 < until } ?? false
    }
}
