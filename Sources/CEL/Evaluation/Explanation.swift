import Core

/// One part of an expression and what it came to.
public struct SubExpression: Sendable {
    /// As the source spells it.
    public let text: String
    /// How many parts it stands in; 0 for the whole.
    public let depth: Int
    /// Byte offset in the source.
    public let offset: Int
    /// Its value; of what ran several times, the last; nil when nothing asked for it.
    public let value: Value?
}

extension Expression {
    /// The value of every part, the whole first, in the order of the text; literals are left out.
    ///
    /// Runs the expression once more, slower: for people, not for the way of a webhook.
    public func explain(_ bindings: Bindings, budget: Int = defaultBudget) -> [SubExpression] {
        guard let tree = try? Parser.parse(Array(source.text.utf8)) else { return [] }
        var compiler = Compiler(tree: tree, environment: environment, source: source, isObserving: true)
        let (value, parts) = compiler.program().explain(bindings, budget: budget)
        var outline = Outline(tree: tree, bytes: Array(source.text.utf8), values: parts)
        outline.values[tree.nodes.count - 1] = value
        outline.add(tree.nodes.count - 1, depth: 0)
        return outline.lines
    }
}

/// Lists the nodes of a tree with their values.
private struct Outline {
    let tree: SyntaxTree
    let bytes: [UInt8]
    var values: [NodeID: Value]
    private(set) var lines: [SubExpression] = []

    init(tree: SyntaxTree, bytes: [UInt8], values: [NodeID: Value]) {
        self.tree = tree
        self.bytes = bytes
        self.values = values
    }

    mutating func add(_ id: NodeID, depth: Int) {
        let node = tree[id]
        if case .constant = node.kind, depth > 0 { return }
        let range = node.range.clamped(to: bytes.indices)
        let text = String(decoding: bytes[range], as: UTF8.self)
        lines.append(SubExpression(text: text, depth: depth, offset: range.lowerBound, value: values[id]))
        if isName(id) { return }
        for child in node.kind.children.sorted(by: { tree[$0].range.lowerBound < tree[$1].range.lowerBound }) {
            add(child, depth: depth + 1)
        }
    }

    /// A variable with fields below it is one part.
    private func isName(_ id: NodeID) -> Bool {
        switch tree[id].kind {
        case .identifier: true
        case .select(let operand, _, _): isName(operand)
        default: false
        }
    }
}
