extension Compiler {
    /// `a in b`.
    func containment(_ left: Code, _ right: Code, at offset: Int) -> Code {
        if case .constant(.list(let elements)) = right, let keys = Self.keys(elements) {
            return .step(Self.isOneOf(left.step, elements, keys))
        }
        let (left, right) = (left.step, right.step)
        return .step { frame in
            let wanted = left(&frame)
            if case .error = wanted { return wanted }
            let container = right(&frame)
            switch container {
            case .error: return container
            case .map(let map): return .bool(map.value(for: wanted) != nil)
            case .list(let elements): return Self.contains(elements, wanted, frame.evaluation)
            default: return Arithmetic.noOverload(.contained, wanted, container).located(at: offset)
            }
        }
    }

    private static func contains(_ elements: [Value], _ wanted: Value, _ evaluation: Evaluation) -> Value {
        guard evaluation.charge(1 + elements.count / 4) else { return .error(.budget) }
        for element in elements where element.equals(wanted, evaluation) { return .bool(true) }
        return .bool(false)
    }

    /// The elements as hashed keys, when all of them can be.
    private static func keys(_ elements: [Value]) -> Set<MapKey>? {
        var keys: Set<MapKey> = []
        for element in elements {
            guard let key = MapKey(element) else { return nil }
            keys.insert(key)
        }
        return keys
    }

    /// A few elements are faster compared than hashed.
    private static func isOneOf(_ operand: @escaping Step, _ elements: [Value], _ keys: Set<MapKey>) -> Step {
        guard elements.count > 8 else {
            return { frame in
                let wanted = operand(&frame)
                if case .error = wanted { return wanted }
                for element in elements where element.equals(wanted, frame.evaluation) { return .bool(true) }
                return .bool(false)
            }
        }
        return { frame in
            let wanted = operand(&frame)
            if case .error = wanted { return wanted }
            return .bool(MapKey(wanted).map { keys.contains($0) } ?? false)
        }
    }
}
