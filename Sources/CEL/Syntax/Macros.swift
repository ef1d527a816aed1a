extension Parser {
    /// A call, or the macro it spells.
    mutating func call(
        _ name: String,
        target: NodeID?,
        _ arguments: [NodeID],
        at offset: Int,
        reference: Int,
        from start: Int
    ) throws(SyntaxError) -> NodeID {
        let kind = try macro(name, target, arguments, offset) ?? .call(name, target: target, arguments: arguments)
        return try add(kind, at: offset, reference: reference, from: start)
    }

    private func macro(
        _ name: String,
        _ target: NodeID?,
        _ arguments: [NodeID],
        _ offset: Int
    ) throws(SyntaxError) -> Node.Kind? {
        guard let target else { return name == "has" ? try has(arguments, offset) : nil }
        switch (name, arguments.count) {
        case ("bind", 3) where isIdentifier(target, "cel"):
            return .bind(name: try variable(arguments[0]), arguments[1], body: arguments[2])
        case ("optMap", 2), ("optFlatMap", 2):
            let variable = try variable(arguments[0])
            return .optionalMap(target, name: variable, body: arguments[1], isFlat: name == "optFlatMap")
        default:
            return try comprehension(name, target, arguments).map(Node.Kind.comprehension)
        }
    }

    private func has(_ arguments: [NodeID], _ offset: Int) throws(SyntaxError) -> Node.Kind {
        guard arguments.count == 1, case .select(let operand, let field, false) = tree[arguments[0]].kind else {
            throw SyntaxError(
                message: "`has` takes one field, as in `has(a.b)`",
                offset: arguments.first.map { tree[$0].referenceOffset } ?? offset
            )
        }
        return .has(operand, field: field)
    }

    private func comprehension(
        _ name: String,
        _ range: NodeID,
        _ arguments: [NodeID]
    ) throws(SyntaxError) -> Node.Comprehension? {
        guard let shape = MacroShape.named(name, arguments.count) else { return nil }
        var names: [String] = []
        for argument in arguments.prefix(shape.names) { names.append(try variable(argument)) }
        if names.count == 2, names[0] == names[1] {
            throw SyntaxError(message: "both variables have the same name", offset: tree[arguments[1]].referenceOffset)
        }
        let bodies = arguments.dropFirst(shape.names)
        return Node.Comprehension(
            kind: shape.kind,
            range: range,
            names: names,
            condition: shape.hasCondition ? bodies.first : nil,
            transform: shape.hasTransform ? bodies.last : nil
        )
    }

    private func isIdentifier(_ node: NodeID, _ name: String) -> Bool {
        if case .identifier(name, false) = tree[node].kind { true } else { false }
    }

    private func variable(_ node: NodeID) throws(SyntaxError) -> String {
        guard case .identifier(let name, false) = tree[node].kind else {
            throw SyntaxError(message: "expected the name of a variable", offset: tree[node].referenceOffset)
        }
        return name
    }
}

/// How the arguments of a macro are laid out.
private struct MacroShape {
    let kind: Node.Comprehension.Kind
    let names: Int
    let hasCondition: Bool
    let hasTransform: Bool

    static func named(_ name: String, _ count: Int) -> MacroShape? {
        switch (name, count) {
        case ("all", 2...3): question(.all, names: count - 1)
        case ("exists", 2...3): question(.exists, names: count - 1)
        case ("exists_one", 2), ("existsOne", 2...3): question(.existsOne, names: count - 1)
        case ("filter", 2): question(.filter, names: 1)
        case ("map", 2...3): transform(.map, names: 1, hasCondition: count == 3)
        case ("sortBy", 2): transform(.sortBy, names: 1, hasCondition: false)
        case ("transformList", 3...4): transform(.transformList, names: 2, hasCondition: count == 4)
        case ("transformMap", 3...4): transform(.transformMap, names: 2, hasCondition: count == 4)
        case ("transformMapEntry", 3...4): transform(.transformMapEntry, names: 2, hasCondition: count == 4)
        default: nil
        }
    }

    private static func question(_ kind: Node.Comprehension.Kind, names: Int) -> MacroShape {
        MacroShape(kind: kind, names: names, hasCondition: true, hasTransform: false)
    }

    private static func transform(_ kind: Node.Comprehension.Kind, names: Int, hasCondition: Bool) -> MacroShape {
        MacroShape(kind: kind, names: names, hasCondition: hasCondition, hasTransform: true)
    }
}
