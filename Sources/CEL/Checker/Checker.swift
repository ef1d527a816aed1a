import Core

/// Finds the type of every part of an expression before it is evaluated, and what cannot succeed with those types.
///
/// Gradual: what has no declared type may be anything and is never a reason to refuse.
struct Checker {
    /// Problems that come with a word that may be meant: looking for it costs more than anything else.
    static let hintedCount = 16

    let tree: SyntaxTree
    let environment: Environment
    let source: SourceText
    var variables = TypeVariables()
    private(set) var problems = Diagnostics()
    private var locals: [(name: Text, type: ValueType)] = []
    private var types: [ValueType]
    private var nesting = 0

    init(tree: SyntaxTree, environment: Environment, source: SourceText) {
        self.tree = tree
        self.environment = environment
        self.source = source
        types = Array(repeating: .dyn, count: tree.nodes.count)
    }

    /// The type of the whole expression.
    mutating func check() -> ValueType {
        let type = type(of: tree.nodes.count - 1)
        return variables.finished(type)
    }

    /// The type found for a node, after ``check()``.
    func checkedType(of id: NodeID) -> ValueType { variables.finished(types[id]) }

    /// The type of one node; checks all below it.
    mutating func type(of id: NodeID) -> ValueType {
        let inferred = inferred(id)
        let type = variables.limited(inferred)
        types[id] = type
        return type
    }

    /// The type of one node, so that its kind can be asked.
    mutating func resolvedType(of id: NodeID) -> ValueType {
        let type = type(of: id)
        return variables.resolved(type)
    }

    private mutating func inferred(_ id: NodeID) -> ValueType {
        switch tree[id].kind {
        case .constant(let value): value.valueType
        case .identifier, .select: name(id)
        case .has(let operand, let field): presence(of: field, in: operand, at: id)
        case .index(let operand, let key, let isOptional): index(operand, key, isOptional: isOptional, at: id)
        case .call(let name, let target, let arguments): call(name, target: target, arguments, at: id)
        case .not(let operand): not(operand, at: id)
        case .negate(let operand): negate(operand, at: id)
        case .binary(let operation, let left, let right): binary(operation, left, right, at: id)
        case .and(let parts): junction(parts, "&&")
        case .or(let parts): junction(parts, "||")
        case .conditional(let branches, let otherwise): conditional(branches, otherwise: otherwise)
        case .list(let elements): list(elements)
        case .map(let pairs): map(pairs)
        case .comprehension(let comprehension): self.comprehension(comprehension, at: id)
        case .bind(let name, let value, let body): bind(name, value, body: body)
        case .optionalMap(let operand, let name, let body, let isFlat):
            optionalMap(operand, name, body: body, isFlat: isFlat, at: id)
        }
    }
}

extension Checker {
    /// Whether it is the specification that decides, to the letter.
    var isStrict: Bool { environment.dialect == .cel }

    /// Checks what sees local variables, which hide what is outside.
    ///
    /// A type that is still open is anything from here on: a body may use its variable in several ways.
    mutating func with<Result>(_ names: [(String, ValueType)], _ body: (inout Checker) -> Result) -> Result {
        locals += names.map { (Text($0.0), variables.finished($0.1)) }
        defer { locals.removeLast(names.count) }
        return body(&self)
    }

    /// The type of the innermost local variable of this name.
    func local(_ name: String) -> ValueType? { locals.last { $0.name == Text(name) }?.type }

    /// Names that a mistyped one may mean.
    var knownNames: [String] { environment.variables + locals.map(\.name.string) }

    /// Notes the type of a node that was found on the way.
    mutating func note(_ type: ValueType, of id: NodeID) { types[id] = type }

    /// Checks the body of a loop, in loops as deep as they may be.
    mutating func inLoop<Result>(at id: NodeID, _ body: (inout Checker) -> Result) -> Result {
        nesting += 1
        defer { nesting -= 1 }
        warnOfNesting(nesting, at: id)
        return body(&self)
    }

    /// Where problems of a node are shown: as cel-go has it in its dialect, at the name otherwise.
    func place(of id: NodeID) -> Int { isStrict ? tree[id].referenceOffset : tree[id].offset }

    /// Adds a problem at a byte of the expression.
    mutating func report(
        _ code: String,
        _ message: String,
        hint: String? = nil,
        severity: Diagnostic.Severity = .error,
        at offset: Int
    ) {
        problems.add(Diagnostic(code, message, hint: hint, severity: severity, at: source, offset: offset))
    }

    /// Adds a problem of types, unless types are not to be checked.
    ///
    /// What has the problem may be anything from then on, so that it is told once.
    mutating func mismatch(_ message: String, hint: String? = nil, at offset: Int) -> ValueType {
        if environment.checksTypes { report("cel-type", message, hint: hint, at: offset) }
        return .dyn
    }
}

extension Value {
    /// The type of a literal.
    fileprivate var valueType: ValueType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        default: .dyn
        }
    }
}
