import Core

extension Checker {
    /// A type as a message shows it.
    func shown(_ type: ValueType) -> String { variables.finished(type).shown }

    /// What to write instead of an operator between two types, when that is known.
    func hint(
        for operation: BinaryOperator,
        _ left: NodeID,
        _ leftType: ValueType,
        _ right: NodeID,
        _ rightType: ValueType
    ) -> String? {
        let (first, second) = (variables.finished(leftType), variables.finished(rightType))
        if first.isOptional != second.isOptional { return presentHint(left, first) ?? presentHint(right, second) }
        if operation == .contained {
            return first == .string && second == .string ? "write `\(text(right)).contains(\(text(left)))`" : nil
        }
        return hint(for: operation, (left, first), (right, second))
            ?? hint(for: operation, (right, second), (left, first))
    }

    /// An optional is no value yet.
    private func presentHint(_ id: NodeID, _ type: ValueType) -> String? {
        type.isOptional ? "write `\(text(id)).orValue(…)`" : nil
    }

    private func hint(
        for operation: BinaryOperator,
        _ operand: (id: NodeID, type: ValueType),
        _ other: (id: NodeID, type: ValueType)
    ) -> String? {
        switch (operand.type, other.type) {
        case (.string, .int), (.string, .uint), (.string, .double):
            if operation == .add { return "write `\(converted(other.id, to: .string))`" }
            return numberHint(operand.id, other, isEquality: operation == .equal || operation == .unequal)
        case (.string, .timestamp), (.string, .duration): return "write `\(other.type.shown)(\(text(operand.id)))`"
        case (.string, .bool) where !operation.isArithmetic:
            return "write `bool(\(text(operand.id)))`"
        case (.int, .double) where isStrict, (.uint, .double) where isStrict:
            return "write `double(\(text(operand.id)))`"
        case (.uint, .int): return "write `int(\(text(operand.id)))`"
        default: return nil
        }
    }

    /// Text that looks like a number, as every field of a form is.
    private func numberHint(_ string: NodeID, _ number: (id: NodeID, type: ValueType), isEquality: Bool) -> String {
        let conversion = "write `\(number.type)(\(text(string)))`"
        guard isEquality, let spelled = spelledNumber(number.id), !isLiteral(string) else { return conversion }
        return "`\(text(string))` is text: compare with `\"\(spelled)\"`, or \(conversion)"
    }

    /// What the arguments of a function could be instead.
    func hint(for ways: [Signature], _ nodes: [NodeID], _ types: [ValueType]) -> String? {
        if ways.count == 1, let hint = conversionHint(ways[0], nodes, types) { return hint }
        if !ways.contains(where: { $0.parameters.contains(where: \.isOptional) }) {
            for (node, type) in zip(nodes, types) where variables.resolved(type).isOptional {
                return presentHint(node, variables.resolved(type))
            }
        }
        let shown = ways.prefix(4).map { "`\($0.description)`" }.joined(separator: ", ")
        return ways.count > 4 ? "it takes \(shown), …" : "it takes \(shown)"
    }

    private func conversionHint(_ way: Signature, _ nodes: [NodeID], _ types: [ValueType]) -> String? {
        for ((node, type), wanted) in zip(zip(nodes, types), way.parameters(for: nodes.count)) {
            switch (variables.finished(type), wanted) {
            case (.string, .int), (.string, .double):
                if !isLiteral(node) { return "write `\(converted(node, to: wanted))`" }
            case (.int, .string), (.double, .string), (.uint, .string), (.int, .double), (.string, .timestamp),
                (.string, .duration), (.string, .bytes), (.bytes, .string):
                return "write `\(converted(node, to: wanted))`"
            default: continue
            }
        }
        return nil
    }

    /// How the text of a node is written to have another type.
    private func converted(_ id: NodeID, to type: ValueType) -> String {
        if type == .string, let number = spelledNumber(id) { return "\"\(number)\"" }
        return "\(type.shown)(\(text(id)))"
    }

    private func spelledNumber(_ id: NodeID) -> String? {
        guard case .constant(let value) = tree[id].kind else { return nil }
        switch value {
        case .int, .uint, .double: return Spelling.of(value)?.string
        default: return nil
        }
    }

    private func isLiteral(_ id: NodeID) -> Bool {
        if case .constant = tree[id].kind { true } else { false }
    }

    /// What the expression says there, when it is short.
    private func text(_ id: NodeID) -> String {
        let bytes = Array(source.text.utf8.dropFirst(tree[id].range.lowerBound).prefix(tree[id].range.count))
        let isShort = bytes.count <= 40 && !bytes.contains(0x0A)
        return isShort ? String(decoding: bytes, as: UTF8.self) : "…"
    }
}

extension BinaryOperator {
    fileprivate var isArithmetic: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide, .modulo: true
        default: false
        }
    }
}
