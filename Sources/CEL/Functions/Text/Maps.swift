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
        ) { call in
            switch call[0] {
            case .list: call[0]
            case .null, .optional(.none): .list([])
            default: .list([call[0]])
            }
        },
    ]

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
