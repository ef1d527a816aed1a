extension Compiler {
    /// A name that stands alone.
    mutating func identifier(_ name: String, isRoot: Bool, at offset: Int) -> Code {
        if let code = resolve([name], isRoot: isRoot, at: offset) { return code }
        return .step { _ in .failure(.unavailable, "unknown name `\(name)`", at: offset) }
    }

    /// A chain of fields that begins with a variable or type whose own name has dots.
    mutating func qualified(_ id: NodeID) -> Code? {
        guard let (segments, isRoot, offset) = segments(of: id) else { return nil }
        let names = segments.map(\.name)
        let longest = environment.mostParts(ofNamesBeginning: names[0])
        for length in stride(from: min(names.count, longest), to: 0, by: -1) {
            guard var code = resolve(Array(names.prefix(length)), isRoot: isRoot, at: offset) else { continue }
            for field in segments.dropFirst(length) {
                code = select(code, field.name, isOptional: false, at: field.offset)
            }
            return code
        }
        return nil
    }

    /// The dotted name that `id` spells, when it is nothing but names.
    func dottedName(_ id: NodeID) -> (name: String, isRoot: Bool)? {
        guard let (segments, isRoot, _) = segments(of: id) else { return nil }
        if !isRoot, local(segments[0].name) != nil { return nil }
        return (segments.map(\.name).joined(separator: "."), isRoot)
    }

    private func segments(of id: NodeID) -> (segments: [(name: String, offset: Int)], isRoot: Bool, offset: Int)? {
        var segments: [(name: String, offset: Int)] = []
        var id = id
        while case .select(let operand, let field, false) = tree[id].kind {
            segments.append((field, tree[id].offset))
            id = operand
        }
        guard case .identifier(let name, let isRoot) = tree[id].kind else { return nil }
        segments.append((name, tree[id].offset))
        return (segments.reversed(), isRoot, tree[id].offset)
    }

    private mutating func resolve(_ names: [String], isRoot: Bool, at offset: Int) -> Code? {
        if !isRoot, let place = local(names[0]) {
            return names.count == 1 ? .path(Path(base: .local(place), name: names[0], offset: offset)) : nil
        }
        let name = names.joined(separator: ".")
        for candidate in environment.candidates(for: name, isRoot: isRoot) {
            if let slot = environment.layout.slots[Text(candidate)] {
                reads(slot)
                return .path(Path(base: .variable(slot), name: candidate, offset: offset))
            }
        }
        return Value.typeNames.contains(name) ? .constant(.type(name)) : nil
    }
}
