import Core

extension Checker {
    /// A name, or a chain of fields: its longest beginning that is a variable's or a type's own name, then fields.
    mutating func name(_ id: NodeID) -> ValueType {
        if let chain = chain(id), let type = chainType(chain) { return type }
        switch tree[id].kind {
        case .select(let operand, let field, let isOptional):
            return select(field, of: type(of: operand), isOptional: isOptional, at: id)
        case .identifier(let name, _):
            let isHinted = problems.all.count < Self.hintedCount
            let hint = isHinted ? Suggestion.hint(for: name, in: knownNames) : nil
            report("cel-unknown-name", "unknown name `\(name)`", hint: hint, at: tree[id].offset)
            return .dyn
        default: return .dyn
        }
    }

    /// The name with dots that `id` spells, when it is nothing but names and no local variable's.
    func dottedName(_ id: NodeID) -> (name: String, isRoot: Bool)? {
        guard let chain = chain(id), chain.isRoot || local(chain.names[0]) == nil else { return nil }
        return (chain.names.joined(separator: "."), chain.isRoot)
    }

    /// Names with dots between them, and the nodes that end with each.
    private struct Chain {
        let names: [String]
        let nodes: [NodeID]
        let isRoot: Bool
    }

    private func chain(_ id: NodeID) -> Chain? {
        var names: [String] = []
        var nodes: [NodeID] = []
        var id = id
        while case .select(let operand, let field, false) = tree[id].kind {
            names.append(field)
            nodes.append(id)
            id = operand
        }
        guard case .identifier(let name, let isRoot) = tree[id].kind else { return nil }
        return Chain(names: (names + [name]).reversed(), nodes: (nodes + [id]).reversed(), isRoot: isRoot)
    }

    private mutating func chainType(_ chain: Chain) -> ValueType? {
        for length in stride(
            from: min(chain.names.count, environment.mostParts(ofNamesBeginning: chain.names[0])),
            to: 0,
            by: -1
        ) {
            guard var type = resolve(chain.names.prefix(length), isRoot: chain.isRoot) else { continue }
            note(type, of: chain.nodes[length - 1])
            for (field, node) in zip(chain.names, chain.nodes).dropFirst(length) {
                type = select(field, of: type, isOptional: false, at: node)
                note(type, of: node)
            }
            return type
        }
        return nil
    }

    private func resolve(_ names: ArraySlice<String>, isRoot: Bool) -> ValueType? {
        if !isRoot, let first = names.first, let type = local(first) { return names.count == 1 ? type : nil }
        let name = names.joined(separator: ".")
        for candidate in environment.candidates(for: name, isRoot: isRoot) {
            if let type = environment.type(of: candidate) { return type }
        }
        return Value.typeNames.contains(name) ? .type : nil
    }
}
