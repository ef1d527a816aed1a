public import Core

/// A compiled expression.
///
/// Immutable: any number of tasks may evaluate it at once.
public struct Expression: Sendable {
    /// Work one evaluation may do unless told otherwise.
    ///
    /// A unit is a loop step, a call, or a few dozen bytes moved.
    public static let defaultBudget = 100_000

    /// The text it was compiled from.
    public let source: SourceText
    /// Root variables it reads.
    public let variables: Set<String>
    /// What somebody should look at, though it compiles.
    public let warnings: Diagnostics
    private let program: Program

    /// Compiles an expression, or tells everything that is wrong with it: `cel-syntax`, `cel-unknown-name`,
    /// `cel-unknown-function`, `cel-arity`.
    public static func compile(_ source: SourceText, in environment: Environment) throws(Diagnostics) -> Expression {
        let tree: SyntaxTree
        do {
            tree = try Parser.parse(Array(source.text.utf8))
        } catch {
            var problems = Diagnostics()
            problems.add(Diagnostic("cel-syntax", error.message, hint: error.hint, at: source, offset: error.offset))
            throw problems
        }
        var compiler = Compiler(tree: tree, environment: environment, source: source)
        let program = compiler.program()
        if compiler.problems.hasErrors { throw compiler.problems }
        return Expression(source: source, program: program, warnings: compiler.problems)
    }

    private init(source: SourceText, program: Program, warnings: Diagnostics) {
        self.source = source
        self.program = program
        self.warnings = warnings
        variables = Set(program.slots.map { program.layout.names[$0] })
    }

    /// The value, or ``Value/error(_:)``.
    ///
    /// A budget once exceeded is an error whatever `||` would make of it.
    public func evaluate(_ bindings: Bindings, budget: Int = defaultBudget) -> Value {
        program.evaluate(bindings, budget: budget)
    }

    /// The value when it depends on nothing.
    public var constant: Value? { program.constant }

    /// An evaluation error as a problem of the file the expression stands in.
    public func diagnostic(for error: EvaluationError) -> Diagnostic {
        Diagnostic("cel-evaluation", error.message, at: source, offset: max(0, error.offset))
    }
}
