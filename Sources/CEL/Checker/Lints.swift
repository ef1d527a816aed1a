import Core

extension Checker {
    /// Loops in loops that are worth a look, and that are refused.
    private static let nestingWarned = 3
    private static let nestingLimit = 5

    /// Each loop multiplies the work of those inside.
    mutating func warnOfNesting(_ nesting: Int, at id: NodeID) {
        let isRefused = nesting == Self.nestingLimit + 1
        guard isRefused || nesting == Self.nestingWarned + 1 else { return }
        report(
            "cel-nesting",
            isRefused
                ? "loops inside loops, more than \(Self.nestingLimit) levels"
                : "loops inside loops, \(nesting) levels: the work of each is multiplied by the others",
            severity: isRefused ? .error : .warning,
            at: place(of: id)
        )
    }

    /// What divides a field by a whole number cuts off the rest when the field happens to be whole.
    ///
    /// The type of a field is that of a sample, not a promise, unlike that of `int(…)`.
    mutating func warnOfIntegerDivision(
        _ operation: BinaryOperator,
        _ left: NodeID,
        _ type: ValueType,
        _ right: NodeID,
        at id: NodeID
    ) {
        guard operation == .divide, !isStrict, case .constant(.int(let divisor)) = tree[right].kind else { return }
        let type = variables.resolved(type)
        guard type == .dyn || type == .int && isField(left) else { return }
        report(
            "cel-integer-division",
            "cuts off the rest when the field is a whole number",
            hint: "write `/ \(divisor).0` for a fraction, or `int(…) / \(divisor)` to say that it is meant",
            severity: .warning,
            at: place(of: id)
        )
    }

    private func isField(_ id: NodeID) -> Bool {
        switch tree[id].kind {
        case .select, .index: true
        default: false
        }
    }
}
