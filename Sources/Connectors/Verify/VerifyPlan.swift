/// How a connector tells that a request is its provider's.
struct VerifyPlan: Sendable {
    /// What must hold.
    enum Rule: Sendable {
        /// Every step that applies, and at least one does.
        case all([VerifyStep])
        /// One of the steps that apply.
        case any([VerifyStep])
        /// Nothing: the provider signs nothing, and every event says so.
        case nothing(because: String)
    }

    let rule: Rule
    /// What a refused sender gets.
    let refusal: AnswerTemplate

    /// Nobody is believed: what a connector has that takes files alone.
    static let nobody = VerifyPlan(rule: .all([]), refusal: .plain(404))

    /// Whether events must be marked as unverified.
    var isUnverified: Bool {
        if case .nothing = rule { true } else { false }
    }

    /// The steps in order.
    var steps: [VerifyStep] {
        switch rule {
        case .all(let steps), .any(let steps): steps
        case .nothing: []
        }
    }
}
