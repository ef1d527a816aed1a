import Core

/// Turns a syntax tree into closures.
///
/// Names become slots, constant parts their values.
struct Compiler {
    let tree: SyntaxTree
    let environment: Environment
    let source: SourceText
    private(set) var problems = Diagnostics()
    private var locals: [String] = []
    private var localCount = 0
    private var slots: Set<Int> = []
    /// Units left for constant parts: what is not computed here is computed where it is reached.
    var foldingFuel = Expression.defaultBudget
    /// Functions that refused their constant arguments; a pattern may take ten milliseconds to do so.
    var refusals = 0

    /// Whether every part notes its value, instead of being joined with others.
    let isObserving: Bool

    init(tree: SyntaxTree, environment: Environment, source: SourceText, isObserving: Bool = false) {
        self.tree = tree
        self.environment = environment
        self.source = source
        self.isObserving = isObserving
    }

    /// The whole expression.
    mutating func program() -> Program {
        let code = code(tree.nodes.count - 1)
        var constant: Value?
        if case .constant(let value) = code { constant = value }
        return Program(
            root: code.step,
            constant: constant,
            layout: environment.layout,
            slots: slots.sorted(),
            localCount: localCount
        )
    }

    /// One node.
    mutating func code(_ id: NodeID) -> Code {
        let code = joinedCode(id)
        guard isObserving else { return code }
        if case .constant = tree[id].kind { return code }
        let step = code.step
        return .step { frame in
            let value = step(frame)
            frame.evaluation.note(value, of: id)
            return value
        }
    }

    private mutating func joinedCode(_ id: NodeID) -> Code {
        let node = tree[id]
        switch node.kind {
        case .constant(let value): return .constant(value)
        case .identifier(let name, let isRoot): return identifier(name, isRoot: isRoot, at: node.offset)
        case .select(let operand, let field, let isOptional):
            if let code = qualified(id) { return code }
            return select(code(operand), field, isOptional: isOptional, at: node.offset)
        case .index(let operand, let key, let isOptional):
            return index(code(operand), code(key), isOptional: isOptional, at: node.offset)
        case .call(let name, let target, let arguments):
            return call(name, target: target, arguments, at: node.offset)
        case .not(let operand): return not(code(operand), at: node.offset)
        case .negate(let operand): return negate(code(operand), at: node.offset)
        case .binary where isLongSum(id): return sum(id)
        case .binary(let operation, let left, let right):
            return binary(operation, code(left), code(right), at: node.offset)
        case .and(let parts): return junction(parts, decidedBy: false)
        case .or(let parts): return junction(parts, decidedBy: true)
        case .conditional(let branches, let otherwise): return conditional(branches, otherwise: otherwise)
        case .list(let elements): return list(elements)
        case .map(let pairs): return map(pairs)
        case .has(let operand, let field): return has(code(operand), field, at: node.offset)
        case .comprehension(let comprehension): return self.comprehension(comprehension, at: node.offset)
        case .bind(let name, let value, let body): return bind(name, value, body: body)
        case .optionalMap(let operand, let name, let body, let isFlat):
            return optionalMap(operand, name, body: body, isFlat: isFlat, at: node.offset)
        }
    }

    /// Compiles with names that hide what is outside.
    ///
    /// Each name gets a place of its own.
    mutating func with<Result>(_ names: [String], _ body: (inout Compiler, Int) -> Result) -> Result {
        let first = locals.count
        locals += names
        localCount = max(localCount, locals.count)
        defer { locals.removeLast(names.count) }
        return body(&self, first)
    }

    /// The place of the innermost local variable of this name.
    func local(_ name: String) -> Int? { locals.lastIndex { $0.hasSameBytes(as: name) } }

    /// Notes that the variable in `slot` is read.
    mutating func reads(_ slot: Int) { slots.insert(slot) }

    /// Adds a problem at a byte of the expression.
    mutating func report(_ code: String, _ message: String, at offset: Int) {
        problems.add(Diagnostic(code, message, at: source, offset: offset))
    }
}
