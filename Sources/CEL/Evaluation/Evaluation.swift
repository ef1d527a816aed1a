/// What one evaluation may still do, and what the host lent it.
///
/// Stays on the thread that evaluates.
final class Evaluation {
    /// Units of work left; below zero once the budget was exceeded.
    private(set) var fuel: Int
    /// What host functions reach.
    let context: (any Sendable)?

    init(fuel: Int, context: (any Sendable)? = nil) {
        self.fuel = fuel
        self.context = context
    }

    /// Whether more was asked than allowed.
    ///
    /// Stays so: no operator can absorb it.
    var isExhausted: Bool { fuel < 0 }

    /// Takes `units` before the work is done.
    ///
    /// False when they are not there: then do nothing and return an error.
    @inline(__always)
    func charge(_ units: Int) -> Bool {
        guard fuel >= units else {
            fuel = -1
            return false
        }
        fuel -= units
        return true
    }

    /// Takes what moving `bytes` costs.
    func charge(copying bytes: Int) -> Bool { charge(1 + bytes / 128) }

    /// Takes what comparing `bytes` costs; nothing for short ones.
    func charge(comparing bytes: Int) -> Bool { bytes < 128 || charge(bytes / 128) }

    /// Takes what looking at each of `bytes` costs.
    func charge(reading bytes: Int) -> Bool { charge(1 + bytes / 16) }
}

extension EvaluationError {
    /// The evaluation did more than it may.
    static let budget = EvaluationError(.budget, "the expression does more work than allowed")
}
