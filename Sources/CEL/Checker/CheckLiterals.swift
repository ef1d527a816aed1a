extension Checker {
    /// `[a, ?b, …]`.
    mutating func list(_ elements: [Node.Element]) -> ValueType {
        var joined: ValueType?
        for element in elements {
            let type = entryType(element.value, isOptional: element.isOptional)
            joined = join(joined, type)
        }
        return .list(joined ?? variables.fresh())
    }

    /// `{a: b, ?c: d, …}`.
    mutating func map(_ pairs: [Node.Pair]) -> ValueType {
        var (keys, values): (ValueType?, ValueType?)
        for pair in pairs {
            keys = join(keys, keyType(pair.key))
            values = join(values, entryType(pair.value, isOptional: pair.isOptional))
        }
        return .map(key: keys ?? variables.fresh(), value: values ?? variables.fresh())
    }

    /// Elements of different types make a list of anything.
    private mutating func join(_ joined: ValueType?, _ type: ValueType) -> ValueType {
        guard let joined else { return type }
        return variables.join(joined, type) ?? .dyn
    }

    private mutating func keyType(_ key: NodeID) -> ValueType {
        let type = type(of: key)
        switch variables.resolved(type) {
        case .dyn, .variable, .bool, .int, .uint, .string: return type
        case let other: return mismatch("a map has no keys of type \(shown(other))", at: place(of: key))
        }
    }

    /// What an element or a value adds: of an optional one, what it holds.
    private mutating func entryType(_ value: NodeID, isOptional: Bool) -> ValueType {
        let type = type(of: value)
        guard isOptional else { return type }
        switch variables.resolved(type) {
        case .optional(let wrapped): return wrapped
        case .dyn, .variable: return .dyn
        case let other:
            let message = "`?` needs an optional, not \(shown(other))"
            return mismatch(message, hint: "leave out the `?`", at: place(of: value))
        }
    }
}
