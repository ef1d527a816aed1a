/// What one evaluation may still do, and what the host lent it.
///
/// A handle on memory of the one call of ``Program/evaluate(_:budget:)``; never kept beyond it.
struct Evaluation {
    /// The memory itself.
    struct Meter {
        /// Units of work left; below zero once the budget was exceeded.
        var fuel: Int
        /// What host functions reach; the bindings keep it alive.
        let lent: Bindings.Lent?
        /// Values of sub-expressions, when somebody wants them explained.
        var notes: [NodeID: Value]?
    }

    private let meter: UnsafeMutablePointer<Meter>

    init(_ meter: UnsafeMutablePointer<Meter>) { self.meter = meter }

    /// Lends an evaluation with so much fuel for the time of `body`.
    static func with<Result>(fuel: Int, _ body: (Evaluation) -> Result) -> Result {
        var meter = Meter(fuel: fuel, lent: nil)
        return withUnsafeMutablePointer(to: &meter) { body(Evaluation($0)) }
    }

    /// Units of work left; below zero once the budget was exceeded.
    var fuel: Int { meter.pointee.fuel }

    /// What host functions reach.
    var context: (any Sendable)? { meter.pointee.lent?.context }

    /// Whether more was asked than allowed.
    ///
    /// Stays so: no operator can absorb it.
    var isExhausted: Bool { meter.pointee.fuel < 0 }

    /// Takes `units` before the work is done.
    ///
    /// False when they are not there: then do nothing and return an error.
    @inline(__always)
    func charge(_ units: Int) -> Bool {
        let left = meter.pointee.fuel
        guard left >= units else {
            meter.pointee.fuel = -1
            return false
        }
        meter.pointee.fuel = left - units
        return true
    }

    /// Takes what moving `bytes` costs.
    @inline(__always)
    func charge(copying bytes: Int) -> Bool { charge(1 + bytes / 128) }

    /// Takes what comparing `bytes` costs; nothing for short ones.
    @inline(__always)
    func charge(comparing bytes: Int) -> Bool { bytes < 128 || charge(bytes / 128) }

    /// Takes what finding a key in a map costs: nothing, unless it is a long string.
    @inline(__always)
    func charge(finding key: Value) -> Bool {
        if case .string(let text) = key { charge(comparing: text.byteCount) } else { true }
    }

    /// Takes what looking at each of `bytes` costs.
    @inline(__always)
    func charge(reading bytes: Int) -> Bool { charge(1 + bytes / 16) }

    /// Keeps the value of a sub-expression; the last one counts.
    func note(_ value: Value, of node: NodeID) { meter.pointee.notes?[node] = value }
}

extension EvaluationError {
    /// The evaluation did more than it may.
    static let budget = EvaluationError(.budget, "the expression does more work than allowed")
}
