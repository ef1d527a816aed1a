extension Compiler {
    /// `a in b`.
    func containment(_ left: Code, _ right: Code, at offset: Int) -> Code {
        if case .constant(.list(let elements)) = right, let keys = Self.keys(elements) {
            return .step(Self.isOneOf(left, keys))
        }
        let (left, right) = (left.step, right.step)
        return .step { frame in
            let wanted = left(frame)
            if case .error = wanted { return wanted }
            let container = right(frame)
            switch container {
            case .error: return container
            case .map(let map):
                guard frame.evaluation.charge(finding: wanted) else { return .error(.budget) }
                return .bool(map.value(for: wanted) != nil)
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

    /// The elements as keys, when all of them can be.
    private static func keys(_ elements: [Value]) -> [MapKey]? {
        let keys = elements.compactMap { MapKey($0) }
        return keys.count == elements.count ? keys : nil
    }

    /// A few elements are faster compared than hashed.
    private static func isOneOf(_ operand: Code, _ keys: [MapKey]) -> Step {
        let (place, step) = (operand.place, operand.step)
        let set = keys.count > 8 ? Set(keys) : []
        return { frame in
            let found = place?.find(frame)
            let value = found == nil ? step(frame) : .null
            guard frame.evaluation.charge(finding: found?.pointee ?? value) else { return .error(.budget) }
            guard let key = MapKey(found?.pointee ?? value) else {
                if case .error = found?.pointee ?? value { return found?.pointee ?? value }
                return .bool(false)
            }
            return .bool(set.isEmpty ? keys.contains(key) : set.contains(key))
        }
    }
}
