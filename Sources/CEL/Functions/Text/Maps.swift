extension Library {
    /// `get coalesce as_list`.
    static let maps: [Function] = [
        Function("get(dyn, dyn, dyn) -> dyn") { call in
            switch call[0] {
            case .null, .optional(.none): return call[2]
            case .map(let map):
                guard call.evaluation.charge(finding: call[1]) else { return call.overBudget }
                return map.value(for: call[1]).flatMap { $0.isNull ? nil : $0 } ?? call[2]
            case .list(let elements):
                guard case .int(let index) = call[1] else { return call.noOverload }
                guard let place = Int(exactly: index), elements.indices.contains(place) else { return call[2] }
                return elements[place].isNull ? call[2] : elements[place]
            default: return call.noOverload
            }
        },
        Function("coalesce(dyn, dyn...) -> dyn") { call in
            if call.count == 1, case .list(let elements) = call[0] {
                guard call.charge(elements.count) else { return call.overBudget }
                return Library.firstPresent(elements)
            }
            return Library.firstPresent(call.arguments)
        },
        Function(
            "as_list(list(A)) -> list(A)",
            "as_list(dyn) -> list(dyn)",
            "list(A).as_list() -> list(A)",
            "dyn.as_list() -> list(dyn)"
        ) { list(of: $0[0]) },
    ]

    /// A list as it is, nothing as an empty one, anything else as one of it alone.
    private static func list(of value: Value) -> Value {
        switch value {
        case .list: value
        case .null, .optional(.none): .list([])
        case .optional(.some(let wrapped)): list(of: wrapped)
        default: .list([value])
        }
    }

    /// The first that is neither null nor absent; null when all are.
    private static func firstPresent(_ values: [Value]) -> Value {
        for value in values {
            switch value {
            case .null, .optional(.none): continue
            case .optional(.some(let wrapped)): return wrapped
            default: return value
            }
        }
        return .null
    }
}
