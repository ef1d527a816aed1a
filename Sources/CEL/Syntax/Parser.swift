/// Reads tokens into a ``SyntaxTree`` by precedence.
struct Parser {
    /// Bytes of one expression.
    static let sourceLimit = 8 * 1024
    /// Parentheses, brackets, braces, arguments and branches inside each other.
    static let depthLimit = 64
    /// Levels of a tree, counting every operator of a chain such as `a + b + c`.
    static let heightLimit = 256

    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    var tree = SyntaxTree()

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    /// Parses a whole expression.
    ///
    /// The last node of the tree is its root.
    static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> SyntaxTree {
        guard bytes.count <= sourceLimit else {
            throw SyntaxError(message: "an expression of more than \(sourceLimit) bytes", offset: 0)
        }
        var parser = Parser(tokens: try Lexer.tokens(of: bytes))
        _ = try parser.expression()
        guard parser.token.kind == .end else { throw parser.unexpected("the end of the expression") }
        return parser.tree
    }

    var token: Token { tokens[index] }

    mutating func advance() { if index + 1 < tokens.count { index += 1 } }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol) throws(SyntaxError) {
        guard take(symbol) else { throw unexpected("`\(symbol.rawValue)`") }
    }

    func unexpected(_ wanted: String) -> SyntaxError {
        SyntaxError(message: "expected \(wanted), found \(token.shown)", offset: token.range.lowerBound)
    }

    /// Adds a node that begins at `start` and ends with the token taken last.
    mutating func add(
        _ kind: Node.Kind,
        at offset: Int,
        reference: Int? = nil,
        from start: Int
    ) throws(SyntaxError) -> NodeID {
        let end = index > 0 ? tokens[index - 1].range.upperBound : start
        let id = tree.add(kind, at: offset, reference: reference ?? offset, range: start..<max(start, end))
        guard tree[id].height <= Self.heightLimit else {
            throw SyntaxError(message: "an expression of more than \(Self.heightLimit) levels", offset: offset)
        }
        return id
    }

    /// One expression: alternatives with `? :`, or what stands between operators.
    mutating func expression() throws(SyntaxError) -> NodeID {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw SyntaxError(message: "nested deeper than \(Self.depthLimit) levels", offset: token.range.lowerBound)
        }
        let start = token.range.lowerBound
        var branches: [Node.Branch] = []
        var last = try binary(.or)
        var offset = token.range.lowerBound
        while take(.question) {
            let value = try expression()
            try expect(.colon)
            branches.append(Node.Branch(condition: last, value: value, offset: offset))
            last = try binary(.or)
            offset = token.range.lowerBound
        }
        guard let first = branches.first else { return last }
        return try add(.conditional(branches, otherwise: last), at: first.offset, from: start)
    }

    /// Operands joined by operators that bind at least as tightly as `minimum`.
    private mutating func binary(_ minimum: Precedence) throws(SyntaxError) -> NodeID {
        let start = token.range.lowerBound
        var left = try unary()
        while let found = Infix(token.kind), found.precedence >= minimum {
            let offset = token.range.lowerBound
            advance()
            let right = try binary(found.precedence.tighter)
            left = try join(left, found, right, at: offset, from: start)
        }
        return left
    }

    private mutating func join(
        _ left: NodeID,
        _ infix: Infix,
        _ right: NodeID,
        at offset: Int,
        from start: Int
    ) throws(SyntaxError) -> NodeID {
        let kind: Node.Kind =
            switch (infix, tree[left].kind) {
            case (.and, .and(let parts)): .and(parts + [right])
            case (.and, _): .and([left, right])
            case (.or, .or(let parts)): .or(parts + [right])
            case (.or, _): .or([left, right])
            case (.operation(let operation, _), _): .binary(operation, left, right)
            }
        return try add(kind, at: offset, from: start)
    }
}
