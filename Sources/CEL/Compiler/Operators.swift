import Core

extension Compiler {
    /// `a + b` and its like.
    mutating func binary(_ operation: BinaryOperator, _ left: Code, _ right: Code, at offset: Int) -> Code {
        warnOfIntegerDivision(operation, left, right, at: offset)
        let code: Code
        switch operation {
        case .equal: code = equality(left, right, expecting: true)
        case .unequal: code = equality(left, right, expecting: false)
        case .contained: code = containment(left, right, at: offset)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: code = comparison(operation, left, right, at: offset)
        case .add, .subtract, .multiply, .divide, .modulo: code = arithmetic(operation, left, right, at: offset)
        }
        return left.constant != nil && right.constant != nil ? folded(code.step) : code
    }

    private func arithmetic(_ operation: BinaryOperator, _ left: Code, _ right: Code, at offset: Int) -> Code {
        let apply = Arithmetic(mixesNumbers: environment.dialect == .throughline).function(of: operation)
        let (left, right) = (left.step, right.step)
        return .step { frame in
            let first = left(&frame)
            if case .error = first { return first }
            let second = right(&frame)
            if case .error = second { return second }
            return apply(first, second, frame.evaluation).located(at: offset)
        }
    }

    /// `-a`.
    mutating func negate(_ operand: Code, at offset: Int) -> Code {
        let step = operand.step
        let code: Step = { frame in Arithmetic.negative(of: step(&frame)).located(at: offset) }
        return operand.constant == nil ? .step(code) : folded(code)
    }

    private func equality(_ left: Code, _ right: Code, expecting expected: Bool) -> Code {
        if case .constant(.string(let text)) = right { return .step(Self.isText(left.step, text, expected)) }
        if case .constant(.string(let text)) = left { return .step(Self.isText(right.step, text, expected)) }
        let (left, right) = (left.step, right.step)
        return .step { frame in
            let first = left(&frame)
            if case .error = first { return first }
            let second = right(&frame)
            if case .error = second { return second }
            return .bool(first.equals(second, frame.evaluation) == expected)
        }
    }

    private static func isText(_ operand: @escaping Step, _ text: Text, _ expected: Bool) -> Step {
        { frame in
            let value = operand(&frame)
            if case .string(let other) = value { return .bool((other == text) == expected) }
            if case .error = value { return value }
            return .bool(!expected)
        }
    }

    private func comparison(_ operation: BinaryOperator, _ left: Code, _ right: Code, at offset: Int) -> Code {
        let holds = Self.test(of: operation)
        let (left, right) = (left.step, right.step)
        return .step { frame in
            let first = left(&frame)
            if case .error = first { return first }
            let second = right(&frame)
            if case .error = second { return second }
            guard frame.evaluation.charge(comparing: min(first.orderedBytes, second.orderedBytes)) else {
                return .error(.budget)
            }
            let order = first.order(second)
            if order == .incomparable { return Arithmetic.noOverload(operation, first, second).located(at: offset) }
            return .bool(holds(order))
        }
    }

    private static func test(of operation: BinaryOperator) -> @Sendable (Value.Ordering) -> Bool {
        switch operation {
        case .less: { $0 == .ascending }
        case .lessOrEqual: { $0 == .ascending || $0 == .same }
        case .greater: { $0 == .descending }
        default: { $0 == .descending || $0 == .same }
        }
    }

    /// What divides a field by a whole number cuts off the rest when the field happens to be whole.
    private mutating func warnOfIntegerDivision(
        _ operation: BinaryOperator,
        _ left: Code,
        _ right: Code,
        at offset: Int
    ) {
        guard operation == .divide, environment.dialect == .throughline, case .path = left,
            case .constant(.int(let divisor)) = right
        else { return }
        report(
            "cel-integer-division",
            "cuts off the rest when the field is a whole number",
            hint: "write `/ \(divisor).0` for a fraction, or `int(…) / \(divisor)` to say that it is meant",
            severity: .warning,
            at: offset
        )
    }
}
