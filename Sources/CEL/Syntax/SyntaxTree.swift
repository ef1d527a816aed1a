/// A node's place in its ``SyntaxTree``.
typealias NodeID = Int

/// A parsed expression: nodes in one flat list, children before parents, each with its byte offset.
///
/// Side tables (types, constants) can be kept by node.
struct SyntaxTree {
    private(set) var nodes: [Node] = []

    subscript(id: NodeID) -> Node { nodes[id] }

    /// Adds a node and tells its place.
    mutating func add(_ kind: Node.Kind, at offset: Int, reference: Int, range: Range<Int>) -> NodeID {
        let children = kind.children
        let height = 1 + (children.map { nodes[$0].height }.max() ?? 0)
        let size = children.reduce(1) { $0 + nodes[$1].size }
        nodes.append(
            Node(kind: kind, offset: offset, referenceOffset: reference, range: range, height: height, size: size)
        )
        return nodes.count - 1
    }
}

/// One operation of an expression.
struct Node {
    let kind: Kind
    /// Where its operator, name or first character stands, in bytes.
    let offset: Int
    /// Where cel-go says that it stands: as `offset`, but for a call its opening parenthesis.
    let referenceOffset: Int
    /// The bytes of all its text, without parentheses around it.
    let range: Range<Int>
    /// Levels below and including this one.
    ///
    /// Bounded, because compiling and evaluating recurse by it.
    let height: Int

    /// Nodes below and including this one.
    let size: Int

    /// What it does.
    ///
    /// Chains of `&&`, `||` and `? :` are one node each, so that long ones stay flat.
    enum Kind {
        case constant(Value)
        /// `isRoot`: written with a leading dot, so that no local variable hides it.
        case identifier(String, isRoot: Bool)
        case select(NodeID, field: String, isOptional: Bool)
        case index(NodeID, NodeID, isOptional: Bool)
        case call(String, target: NodeID?, arguments: [NodeID])
        case not(NodeID)
        case negate(NodeID)
        case binary(BinaryOperator, NodeID, NodeID)
        case and([NodeID])
        case or([NodeID])
        case conditional([Branch], otherwise: NodeID)
        case list([Element])
        case map([Pair])
        case has(NodeID, field: String)
        case comprehension(Comprehension)
        case bind(name: String, NodeID, body: NodeID)
        case optionalMap(NodeID, name: String, body: NodeID, isFlat: Bool)
    }

    /// One `condition ? value` of a conditional.
    struct Branch {
        let condition: NodeID
        let value: NodeID
        /// Where its `?` stands, in bytes.
        let offset: Int
    }

    /// One element of a list; an optional one is left out when absent.
    struct Element {
        let value: NodeID
        let isOptional: Bool
    }

    /// One entry of a map; an optional one is left out when absent.
    struct Pair {
        let key: NodeID
        let value: NodeID
        let isOptional: Bool
    }

    /// A macro that visits the elements of a list or the keys of a map.
    struct Comprehension {
        /// What it gathers.
        enum Kind {
            case all
            case exists
            case existsOne
            case filter
            case map
            case transformList
            case transformMap
            case transformMapEntry
            case sortBy
        }

        let kind: Kind
        let range: NodeID
        /// One name, or two: index and element, key and value.
        let names: [String]
        /// Which elements are taken; for the first four kinds, the question itself.
        let condition: NodeID?
        /// What is made of each.
        let transform: NodeID?
    }
}

/// Operators between two operands that both are evaluated.
enum BinaryOperator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contained = "in"
}

extension Node.Kind {
    /// The nodes directly below.
    var children: [NodeID] {
        switch self {
        case .constant, .identifier: []
        case .select(let operand, _, _), .has(let operand, _), .not(let operand), .negate(let operand): [operand]
        case .index(let left, let right, _), .binary(_, let left, let right): [left, right]
        case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
        case .and(let parts), .or(let parts): parts
        case .conditional(let branches, let otherwise): branches.flatMap { [$0.condition, $0.value] } + [otherwise]
        case .list(let elements): elements.map(\.value)
        case .map(let pairs): pairs.flatMap { [$0.key, $0.value] }
        case .comprehension(let comprehension):
            [comprehension.range] + [comprehension.condition, comprehension.transform].compactMap(\.self)
        case .bind(_, let value, let body), .optionalMap(let value, _, let body, _): [value, body]
        }
    }
}
