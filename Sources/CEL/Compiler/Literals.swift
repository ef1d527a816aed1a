extension Compiler {
    /// `[a, ?b]`.
    mutating func list(_ elements: [Node.Element]) -> Code {
        let parts = elements.map { (code: code($0.value), isOptional: $0.isOptional) }
        let constants = parts.compactMap { $0.isOptional ? nil : $0.code.constant }
        if constants.count == parts.count { return .constant(.list(constants)) }
        let steps = parts.map { (step: $0.code.step, isOptional: $0.isOptional) }
        let offsets = elements.map { tree[$0.value].offset }
        return .step { frame in
            guard frame.evaluation.charge(1 + steps.count) else { return .error(.budget) }
            var values: [Value] = []
            values.reserveCapacity(steps.count)
            for (place, part) in steps.enumerated() {
                let value = part.step(frame)
                if case .error = value { return value }
                if !part.isOptional {
                    values.append(value)
                } else if case .optional(let optional) = value {
                    if let wrapped = optional.wrapped { values.append(wrapped) }
                } else {
                    return Self.noOptional(value, at: offsets[place])
                }
            }
            return .list(values)
        }
    }

    /// `{a: b, ?c: d}`.
    mutating func map(_ pairs: [Node.Pair]) -> Code {
        let parts = pairs.map { pair in
            MapPart(
                key: code(pair.key).step,
                value: code(pair.value).step,
                isOptional: pair.isOptional,
                offset: tree[pair.key].offset
            )
        }
        if let code = record(pairs, parts) { return code }
        let isConstant = pairs.allSatisfy { !$0.isOptional && isLiteral($0.key) && isLiteral($0.value) }
        let step: Step = { frame in Self.build(parts, frame) }
        return isConstant ? folded(step) : .step(step)
    }

    /// A map whose keys are different literal strings: only the values are left to do.
    private mutating func record(_ pairs: [Node.Pair], _ parts: [MapPart]) -> Code? {
        var keys: [Value] = []
        for pair in pairs {
            guard !pair.isOptional, case .constant(.string(let text)) = tree[pair.key].kind else { return nil }
            keys.append(.string(text))
        }
        let words = keys.compactMap { MapKey($0)?.words }
        guard Set(keys.compactMap { MapKey($0) }).count == keys.count else { return nil }
        let names = keys
        let step: Step = { frame in
            guard frame.evaluation.charge(1 + 2 * parts.count) else { return .error(.budget) }
            var builder = MapBuilder(capacity: parts.count)
            for index in parts.indices {
                let value = parts[index].value(frame)
                if case .error = value { return value }
                builder.append(words[index], ValueMap.Entry(key: names[index], value: value))
            }
            return .map(builder.map())
        }
        return pairs.allSatisfy { isLiteral($0.value) } ? folded(step) : .step(step)
    }

    /// Runs a step that depends on nothing.
    ///
    /// An error stays a step: it may stand where it is never reached.
    mutating func folded(_ step: @escaping Step) -> Code {
        let fuel = min(foldingFuel, 10_000)
        let (value, left) = Program.constant(step, fuel: fuel)
        foldingFuel -= fuel - left
        if case .error = value { return .step(step) }
        return .constant(value)
    }

    private func isLiteral(_ id: NodeID) -> Bool {
        switch tree[id].kind {
        case .constant: true
        case .list(let elements): elements.allSatisfy { !$0.isOptional && isLiteral($0.value) }
        case .map(let pairs): pairs.allSatisfy { !$0.isOptional && isLiteral($0.key) && isLiteral($0.value) }
        default: false
        }
    }

    private struct MapPart: Sendable {
        let key: Step
        let value: Step
        let isOptional: Bool
        let offset: Int
    }

    private static func build(_ parts: [MapPart], _ frame: Frame) -> Value {
        guard frame.evaluation.charge(1 + 2 * parts.count) else { return .error(.budget) }
        var builder = MapBuilder(capacity: parts.count)
        for part in parts {
            let key = part.key(frame)
            if case .error = key { return key }
            guard frame.evaluation.charge(finding: key) else { return .error(.budget) }
            var value = part.value(frame)
            if case .error = value { return value }
            if part.isOptional {
                guard case .optional(let optional) = value else { return noOptional(value, at: part.offset) }
                guard let wrapped = optional.wrapped else { continue }
                value = wrapped
            }
            if let error = builder.refusal(of: key, value) { return error.located(at: part.offset) }
        }
        return .map(builder.map())
    }
}
