import Core

/// Reads ``Mentions`` from a syntax tree.
///
/// Recurses by the tree's height, which the parser bounds.
struct MentionReader {
    private let tree: SyntaxTree
    private let bytes: [UInt8]
    private var mentions = Mentions()
    /// Variables that macros define around the node that is read.
    private var locals: [String] = []

    static func mentions(of tree: SyntaxTree, in bytes: [UInt8]) -> Mentions {
        var reader = MentionReader(tree: tree, bytes: bytes)
        let root = tree.nodes.count - 1
        reader.read(root)
        reader.mentions.whole = reader.whole(root)
        return reader.mentions
    }

    private init(tree: SyntaxTree, bytes: [UInt8]) {
        self.tree = tree
        self.bytes = bytes
    }

    private func whole(_ id: NodeID) -> Mentions.Whole {
        if case .call(let name, nil, let arguments) = tree[id].kind { return .call(call(name, arguments)) }
        return path(id).map(Mentions.Whole.path) ?? .other
    }

    private mutating func read(_ id: NodeID) {
        if let path = path(id) { return mentions.paths.append(path) }
        switch tree[id].kind {
        case .call(let name, nil, let arguments): mentions.calls.append(call(name, arguments))
        case .binary(let operation, let left, let right): compare(operation, left, right)
        case .has:
            if let path = testedPath(id) { return mentions.paths.append(path) }
        case .comprehension(let comprehension):
            read(comprehension.range)
            return read([comprehension.condition, comprehension.transform].compactMap(\.self), in: comprehension.names)
        case .bind(let name, let value, let body), .optionalMap(let value, let name, let body, _):
            read(value)
            return read([body], in: [name])
        default: break
        }
        for child in tree[id].kind.children { read(child) }
    }

    private mutating func read(_ bodies: [NodeID], in names: [String]) {
        locals += names
        for body in bodies { read(body) }
        locals.removeLast(names.count)
    }

    /// The field that `has` asks for, which the parser reads as an ordinary one right before.
    private func testedPath(_ id: NodeID) -> Mentions.Path? {
        guard id > 0, case .select = tree[id - 1].kind else { return nil }
        return path(id - 1)
    }

    /// The path that a node spells, when it is nothing else.
    private func path(_ id: NodeID) -> Mentions.Path? {
        var fields: [Mentions.Word] = []
        var id = id
        while true {
            switch tree[id].kind {
            case .select(let operand, let field, _):
                fields.append(word(field, endingAt: tree[id].range.upperBound))
                id = operand
            case .index(let operand, let key, _):
                guard let key = literal(key) else { return nil }
                fields.append(key)
                id = operand
            case .identifier(let name, let isRoot):
                if !isRoot, locals.contains(where: name.hasSameBytes) { return nil }
                return Mentions.Path(root: .init(text: name, offset: tree[id].offset), fields: fields.reversed())
            default: return nil
            }
        }
    }

    /// A field name is written as it is read, perhaps between backticks.
    private func word(_ field: String, endingAt end: Int) -> Mentions.Word {
        let isQuoted = end > 0 && bytes[end - 1] == UInt8(ascii: "`")
        return .init(text: field, offset: max(0, end - field.utf8.count - (isQuoted ? 1 : 0)))
    }

    private func call(_ name: String, _ arguments: [NodeID]) -> Mentions.Call {
        let literals = arguments.lazy.map { literal($0) }.prefix { $0 != nil }.compactMap(\.self)
        return Mentions.Call(function: name, literals: Array(literals))
    }

    private mutating func compare(_ operation: BinaryOperator, _ left: NodeID, _ right: NodeID) {
        switch operation {
        case .equal, .unequal:
            add(left, [right])
            add(right, [left])
        case .contained:
            guard case .list(let elements) = tree[right].kind else { return }
            add(left, elements.map(\.value))
        default: return
        }
    }

    private mutating func add(_ subject: NodeID, _ others: [NodeID]) {
        let literals = others.compactMap { literal($0) }
        guard !literals.isEmpty, let path = path(subject) else { return }
        mentions.comparisons.append(Mentions.Comparison(path: path, literals: literals))
    }

    private func literal(_ id: NodeID) -> Mentions.Word? {
        guard case .constant(.string(let text)) = tree[id].kind else { return nil }
        return .init(text: text.string, offset: start(ofString: tree[id].offset))
    }

    /// Where a string begins behind its prefix and its one or three quotes.
    private func start(ofString offset: Int) -> Int {
        let prefix = bytes[offset...].prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }.count
        let quotes = bytes[(offset + prefix)...].prefix(3)
        let isTriple = quotes.count == 3 && quotes.allSatisfy { $0 == quotes.first }
        return offset + prefix + (isTriple ? 3 : 1)
    }
}
