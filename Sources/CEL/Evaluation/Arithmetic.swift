import Core

/// `+ - * / %` over values.
///
/// Errors have no place yet.
struct Arithmetic: Sendable {
    /// Whether an int or uint with a double makes a double, instead of an error.
    let mixesNumbers: Bool

    /// What an operator makes of two values; neither is an error.
    @inline(__always)
    func apply(
        _ operation: BinaryOperator,
        _ left: Value,
        _ right: Value,
        _ evaluation: Evaluation
    ) -> Value {
        if case .int(let first) = left, case .int(let second) = right { return Self.whole(operation, first, second) }
        return general(operation, left, right, evaluation)
    }

    private static func whole(_ operation: BinaryOperator, _ left: Int64, _ right: Int64) -> Value {
        switch operation {
        case .add: whole(left.addingReportingOverflow(right))
        case .subtract: whole(left.subtractingReportingOverflow(right))
        case .multiply: whole(left.multipliedReportingOverflow(by: right))
        case .divide where right != 0: whole(left.dividedReportingOverflow(by: right))
        case .modulo where right != 0: whole(left.remainderReportingOverflow(dividingBy: right))
        default: .failure(.divisionByZero, "division by zero")
        }
    }

    private func general(
        _ operation: BinaryOperator,
        _ left: Value,
        _ right: Value,
        _ evaluation: Evaluation
    ) -> Value {
        let (left, right) = (left.plain, right.plain)
        return switch operation {
        case .add: add(left, right, evaluation)
        case .subtract: subtract(left, right)
        case .multiply: multiply(left, right)
        case .divide: divide(left, right)
        default: Self.remainder(left, right)
        }
    }

    private func add(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
        switch (left, right) {
        case (.uint(let first), .uint(let second)): Self.whole(first.addingReportingOverflow(second))
        case (.double(let first), .double(let second)): .double(first + second)
        case (.string, .string), (.bytes, .bytes), (.list, .list): Concatenation.join(left, right, evaluation)
        case (.timestamp(let time), .duration(let span)), (.duration(let span), .timestamp(let time)):
            TimeArithmetic.add(time, span)
        case (.duration(let first), .duration(let second)): TimeArithmetic.add(first, second)
        default: mixed(.add, left, right) { $0 + $1 }
        }
    }

    private func subtract(_ left: Value, _ right: Value) -> Value {
        switch (left, right) {
        case (.uint(let first), .uint(let second)): Self.whole(first.subtractingReportingOverflow(second))
        case (.double(let first), .double(let second)): .double(first - second)
        case (.timestamp(let time), .duration(let span)): TimeArithmetic.subtract(time, span)
        case (.timestamp(let first), .timestamp(let second)): TimeArithmetic.between(first, second)
        case (.duration(let first), .duration(let second)): TimeArithmetic.subtract(first, second)
        default: mixed(.subtract, left, right) { $0 - $1 }
        }
    }

    private func multiply(_ left: Value, _ right: Value) -> Value {
        switch (left, right) {
        case (.uint(let first), .uint(let second)): Self.whole(first.multipliedReportingOverflow(by: second))
        case (.double(let first), .double(let second)): .double(first * second)
        default: mixed(.multiply, left, right) { $0 * $1 }
        }
    }

    private func divide(_ left: Value, _ right: Value) -> Value {
        switch (left, right) {
        case (.uint, .uint(0)): .failure(.divisionByZero, "division by zero")
        case (.uint(let first), .uint(let second)): .uint(first / second)
        case (.double(let first), .double(let second)): .double(first / second)
        default: mixed(.divide, left, right) { $0 / $1 }
        }
    }

    private static func remainder(_ left: Value, _ right: Value) -> Value {
        switch (left, right) {
        case (.uint, .uint(0)): .failure(.divisionByZero, "division by zero")
        case (.uint(let first), .uint(let second)): .uint(first % second)
        default: noOverload(.modulo, left, right)
        }
    }

    private func mixed(
        _ operation: BinaryOperator,
        _ left: Value,
        _ right: Value,
        _ apply: (Double, Double) -> Double
    ) -> Value {
        guard mixesNumbers else { return Self.noOverload(operation, left, right) }
        switch (left, right) {
        case (.double(let first), .int(let second)): return .double(apply(first, Double(second)))
        case (.double(let first), .uint(let second)): return .double(apply(first, Double(second)))
        case (.int(let first), .double(let second)): return .double(apply(Double(first), second))
        case (.uint(let first), .double(let second)): return .double(apply(Double(first), second))
        default: return Self.noOverload(operation, left, right)
        }
    }

    /// `-a`.
    static func negative(of value: Value) -> Value {
        switch value {
        case .int(let number): whole(Int64(0).subtractingReportingOverflow(number))
        case .double(let number): .double(-number)
        case .wide(let number): .double(-number.double)
        case .error: value
        default: .failure(.noSuchOverload, "no such overload: -\(value.shownType)")
        }
    }

    private static func whole(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? .failure(.overflow, "an integer beyond 64 bits") : .int(result.partialValue)
    }

    private static func whole(_ result: (partialValue: UInt64, overflow: Bool)) -> Value {
        result.overflow ? .failure(.overflow, "an unsigned integer outside its range") : .uint(result.partialValue)
    }

    /// The error of an operator that does not take these types.
    static func noOverload(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> Value {
        .failure(.noSuchOverload, "no such overload: \(left.shownType) \(operation.rawValue) \(right.shownType)")
    }
}

/// `+` over strings, bytes and lists.
enum Concatenation {
    static func join(_ left: Value, _ right: Value, _ evaluation: Evaluation) -> Value {
        switch (left, right) {
        case (.string(let first), .string(let second)):
            guard evaluation.charge(copying: first.byteCount + second.byteCount) else { return .error(.budget) }
            return .string(Text(first.string + second.string))
        case (.bytes(let first), .bytes(let second)):
            guard evaluation.charge(copying: first.count + second.count) else { return .error(.budget) }
            return .bytes(first + second)
        case (.list(let first), .list(let second)):
            guard evaluation.charge(1 + (first.count + second.count) / 4) else { return .error(.budget) }
            return .list(first + second)
        default: return Arithmetic.noOverload(.add, left, right)
        }
    }
}
