import Core

/// Equality and order of the expression language. Both charge for what they read: a value built by sharing can be far
/// larger to compare than to hold. When the budget is spent the answer means nothing, and the evaluation fails.
extension Value {
    /// CEL `==`: different types are unequal, numbers are compared exactly, lists and maps deeply.
    func equals(_ other: Value, _ evaluation: Evaluation) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            left.byteCount == right.byteCount && evaluation.charge(comparing: left.byteCount) && left == right
        case (.int(let left), .int(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        case (.bytes(let left), .bytes(let right)):
            left.count == right.count && evaluation.charge(comparing: left.count) && left == right
        case (.list(let left), .list(let right)): Value.equal(left, right, evaluation)
        case (.map(let left), .map(let right)): Value.equal(left, right, evaluation)
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.address(let left), .address(let right)): left == right
        case (.network(let left), .network(let right)): left == right
        case (.type(let left), .type(let right)): left.hasSameBytes(as: right)
        case (.optional(let left), .optional(let right)): Value.equal(left, right, evaluation)
        default: Number.order(self, other) == 0
        }
    }

    private static func equal(_ left: [Value], _ right: [Value], _ evaluation: Evaluation) -> Bool {
        guard left.count == right.count, evaluation.charge(left.count) else { return false }
        for index in left.indices where !left[index].equals(right[index], evaluation) { return false }
        return true
    }

    private static func equal(_ left: ValueMap, _ right: ValueMap, _ evaluation: Evaluation) -> Bool {
        guard left.count == right.count, evaluation.charge(left.count) else { return false }
        return left.entries.allSatisfy { entry in
            evaluation.charge(finding: entry.key)
                && right.value(for: entry.key).map { $0.equals(entry.value, evaluation) } ?? false
        }
    }

    private static func equal(_ left: OptionalValue, _ right: OptionalValue, _ evaluation: Evaluation) -> Bool {
        switch (left, right) {
        case (.none, .none): true
        case (.some(let first), .some(let second)): evaluation.charge(1) && first.equals(second, evaluation)
        default: false
        }
    }

    /// What ordering this value may read, in bytes.
    var orderedBytes: Int {
        switch self {
        case .string(let text): text.byteCount
        case .bytes(let bytes): bytes.count
        default: 0
        }
    }

    /// The order CEL's `<` knows.
    ///
    /// Charges nothing: the caller takes ``orderedBytes``.
    func order(_ other: Value) -> Ordering {
        switch (self, other) {
        case (.string(let left), .string(let right)): .init(left < right, left == right)
        case (.bytes(let left), .bytes(let right)): .init(left.lexicographicallyPrecedes(right), left == right)
        case (.bool(let left), .bool(let right)): .init(!left && right, left == right)
        case (.timestamp(let left), .timestamp(let right)): .init(left < right, left == right)
        case (.duration(let left), .duration(let right)): .init(left < right, left == right)
        case (.int, .int), (.uint, .uint), (.double, .double), (.int, .uint), (.int, .double), (.uint, .int),
            (.uint, .double), (.double, .int), (.double, .uint), (.wide, .int), (.wide, .uint), (.wide, .double),
            (.wide, .wide), (.int, .wide), (.uint, .wide), (.double, .wide):
            Number.saturatedOrder(self, other).map { .init($0 < 0, $0 == 0) } ?? .unordered
        default: .incomparable
        }
    }

    /// The outcome of ordering two values.
    enum Ordering {
        case ascending
        case same
        case descending
        /// NaN is involved: every comparison is false.
        case unordered
        /// The types have no order: comparing is an error.
        case incomparable

        init(_ isLess: Bool, _ isEqual: Bool) {
            self = isLess ? .ascending : isEqual ? .same : .descending
        }
    }
}

extension Value: Equatable {
    /// CEL `==`.
    ///
    /// NaN is unequal to itself, and so are errors.
    public static func == (left: Value, right: Value) -> Bool {
        Evaluation.with(fuel: 10_000_000) { left.equals(right, $0) }
    }
}
