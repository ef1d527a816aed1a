extension Library {
    /// `sets.contains sets.equivalent sets.intersects`.
    static let sets: [Function] = [
        Function("sets.contains(list(A), list(A)) -> bool") { call in
            SetFunctions.test(call) { left, right in SetFunctions.contains(left, right, call) }
        },
        Function("sets.equivalent(list(A), list(A)) -> bool") { call in
            SetFunctions.test(call) { left, right in
                SetFunctions.contains(left, right, call) && SetFunctions.contains(right, left, call)
            }
        },
        Function("sets.intersects(list(A), list(A)) -> bool") { call in
            SetFunctions.test(call) { left, right in right.contains { SetFunctions.has(left, $0, call) } }
        },
    ]
}

/// Lists taken as sets.
enum SetFunctions {
    static func test(_ call: Call, _ question: ([Value], [Value]) -> Bool) -> Value {
        guard case .list(let left) = call[0], case .list(let right) = call[1] else { return call.noOverload }
        let (product, overflow) = left.count.multipliedReportingOverflow(by: right.count)
        guard !overflow, call.charge(1 + product) else { return call.overBudget }
        return .bool(question(left, right))
    }

    static func contains(_ elements: [Value], _ wanted: [Value], _ call: Call) -> Bool {
        wanted.allSatisfy { has(elements, $0, call) }
    }

    static func has(_ elements: [Value], _ wanted: Value, _ call: Call) -> Bool {
        elements.contains { $0.equals(wanted, call.evaluation) }
    }
}
