extension Compiler {
    /// `a + b` and its like.
    mutating func binary(_ operation: BinaryOperator, _ left: Code, _ right: Code, at offset: Int) -> Code {
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

    /// Both operands, or the error of the first that has one.
    ///
    /// Values that stand somewhere are lent, not copied.
    private static func strict(
        _ left: Code,
        _ right: Code,
        _ apply: @escaping @Sendable (Value, Value, Evaluation) -> Value
    ) -> Code {
        let (leftStep, rightStep) = (left.step, right.step)
        let slowly: Step = { frame in
            let first = leftStep(frame)
            if case .error = first { return first }
            let second = rightStep(frame)
            if case .error = second { return second }
            return apply(first, second, frame.evaluation)
        }
        guard let leftPlace = left.place, let rightPlace = right.place else { return .step(slowly) }
        return .step { frame in
            guard let first = leftPlace.find(frame), let second = rightPlace.find(frame) else { return slowly(frame) }
            return apply(first.pointee, second.pointee, frame.evaluation)
        }
    }

    private func arithmetic(_ operation: BinaryOperator, _ left: Code, _ right: Code, at offset: Int) -> Code {
        let arithmetic = Arithmetic(mixesNumbers: environment.dialect == .throughline)
        return Self.strict(left, right) { first, second, evaluation in
            arithmetic.apply(operation, first, second, evaluation).located(at: offset)
        }
    }

    /// `-a`.
    mutating func negate(_ operand: Code, at offset: Int) -> Code {
        let step = operand.step
        let code: Step = { frame in Arithmetic.negative(of: step(frame)).located(at: offset) }
        return operand.constant == nil ? .step(code) : folded(code)
    }

    private func equality(_ left: Code, _ right: Code, expecting expected: Bool) -> Code {
        if case .constant(.string(let text)) = right { return .step(Self.isText(left, text, expected)) }
        if case .constant(.string(let text)) = left { return .step(Self.isText(right, text, expected)) }
        return Self.strict(left, right) { first, second, evaluation in
            .bool(first.equals(second, evaluation) == expected)
        }
    }

    private static func isText(_ operand: Code, _ text: Text, _ expected: Bool) -> Step {
        let (place, step) = (operand.place, operand.step)
        return { frame in
            if let found = place?.find(frame), case .string(let other) = found.pointee {
                return .bool((other == text) == expected)
            }
            let value = step(frame)
            if case .string(let other) = value { return .bool((other == text) == expected) }
            if case .error = value { return value }
            return .bool(!expected)
        }
    }

    private func comparison(_ operation: BinaryOperator, _ left: Code, _ right: Code, at offset: Int) -> Code {
        Self.strict(left, right) { first, second, evaluation in
            if case .int(let first) = first, case .int(let second) = second {
                return .bool(Self.holds(operation, first < second, first == second))
            }
            return Self.compare(operation, first, second, evaluation).located(at: offset)
        }
    }

    private static func compare(
        _ operation: BinaryOperator,
        _ first: Value,
        _ second: Value,
        _ evaluation: Evaluation
    ) -> Value {
        guard evaluation.charge(comparing: min(first.orderedBytes, second.orderedBytes)) else { return .error(.budget) }
        switch first.order(second) {
        case .ascending: return .bool(holds(operation, true, false))
        case .same: return .bool(holds(operation, false, true))
        case .descending: return .bool(holds(operation, false, false))
        case .unordered: return .bool(false)
        case .incomparable:
            return Arithmetic.noOverload(operation, first, second)
        }
    }

    @inline(__always)
    private static func holds(_ operation: BinaryOperator, _ isLess: Bool, _ isEqual: Bool) -> Bool {
        switch operation {
        case .less: isLess
        case .lessOrEqual: isLess || isEqual
        case .greater: !isLess && !isEqual
        default: !isLess
        }
    }
}
