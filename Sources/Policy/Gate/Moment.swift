import CEL
import Core

/// A question to the gate at one instant.
struct Moment: Sendable {
    let inquiry: Inquiry
    let now: Timestamp
    private let bindings: Bindings

    init(_ inquiry: Inquiry, at now: Timestamp) {
        self.inquiry = inquiry
        self.now = now
        bindings = FactsEnvironment.bindings(inquiry.queries(at: now))
    }

    /// Values for predicates; what they rest on is noted.
    func bindings(noting seen: SeenFacts? = nil) -> Bindings {
        var bindings = bindings
        bindings.context = inquiry.queries(at: now, seen: seen)
        return bindings
    }
}
