extension Checker {
    /// `a.all(x, …)` and the other macros that visit elements.
    mutating func comprehension(_ node: Node.Comprehension, at id: NodeID) -> ValueType {
        let range = resolvedType(of: node.range)
        let (key, value) = visited(range, at: node.range)
        let isMap = if case .list = range { false } else { true }
        let first = node.names.count == 1 && !isMap ? value : key
        let names = Array(zip(node.names, [first, value]))
        return inLoop(at: id) { checker in
            checker.with(names) { checker in
                if let condition = node.condition { checker.needBool(condition, node.kind) }
                let made = node.transform.map { checker.type(of: $0) } ?? .dyn
                return checker.result(of: node, range: range, key: key, value: value, first: first, made: made)
            }
        }
    }

    /// Types of what two variables are given: index and element, or key and value.
    private mutating func visited(_ range: ValueType, at id: NodeID) -> (key: ValueType, value: ValueType) {
        switch range {
        case .dyn: return (.dyn, .dyn)
        case .variable:
            _ = variables.accepts(.dyn, as: range)
            return (.dyn, .dyn)
        case .list(let element): return (.int, element)
        case .map(let key, let value): return (key, value)
        case .record: return (.string, .dyn)
        default:
            _ = mismatch("only lists and maps have elements, not \(shown(range))", at: place(of: id))
            return (.dyn, .dyn)
        }
    }

    private mutating func needBool(_ condition: NodeID, _ kind: Node.Comprehension.Kind) {
        let type = type(of: condition)
        if accepts(type, as: .bool) { return }
        _ = mismatch("the condition of a macro needs a bool, not \(shown(type))", at: place(of: condition))
    }

    private mutating func result(
        of node: Node.Comprehension,
        range: ValueType,
        key: ValueType,
        value: ValueType,
        first: ValueType,
        made: ValueType
    ) -> ValueType {
        switch node.kind {
        case .all, .exists, .existsOne: return .bool
        case .filter, .sortBy: return .list(first)
        case .map, .transformList: return .list(made)
        case .transformMap: return .map(key: range.isDyn ? .dyn : key, value: made)
        case .transformMapEntry: return entries(made, at: node.transform)
        }
    }

    /// `transformMapEntry` makes a map of the maps that it makes.
    private mutating func entries(_ made: ValueType, at id: NodeID?) -> ValueType {
        switch variables.resolved(made) {
        case .map, .record: return made
        case .dyn, .variable: return .map(key: .dyn, value: .dyn)
        case let other:
            return mismatch("`transformMapEntry` needs a map, not \(shown(other))", at: id.map { place(of: $0) } ?? 0)
        }
    }

    /// `cel.bind(name, value, body)`.
    mutating func bind(_ name: String, _ value: NodeID, body: NodeID) -> ValueType {
        let type = type(of: value)
        return with([(name, type)]) { $0.type(of: body) }
    }

    /// `a.optMap(x, body)` and `a.optFlatMap(x, body)`.
    mutating func optionalMap(
        _ operand: NodeID,
        _ name: String,
        body: NodeID,
        isFlat: Bool,
        at id: NodeID
    ) -> ValueType {
        let macro = isFlat ? "optFlatMap" : "optMap"
        let value = wrapped(resolvedType(of: operand), name: macro, at: id)
        let made = with([(name, value)]) { $0.type(of: body) }
        return .optional(isFlat ? wrapped(variables.resolved(made), name: macro, at: body) : made)
    }

    private mutating func wrapped(_ type: ValueType, name: String, at id: NodeID) -> ValueType {
        switch type {
        case .optional(let wrapped): wrapped
        case .dyn, .variable: .dyn
        default: mismatch("`\(name)` needs an optional, not \(shown(type))", at: place(of: id))
        }
    }
}

extension ValueType {
    fileprivate var isDyn: Bool { self == .dyn }
}
