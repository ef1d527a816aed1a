public import Core

/// A compiled expression of CEL, for data that is JSON (https://github.com/google/cel-spec).
///
/// Immutable: any number of tasks may evaluate it at once.
///
/// The module reads as a book: `Values` (what an expression works on), `Syntax` (from text to words to a tree), `Checker`
/// (which types are certain, which names are wrong), `Compiler` (from the tree to closures; `Place` is why they are fast),
/// `Evaluation` (the budget, and running them), `Functions` (one file or folder for each library).
public struct Expression: Sendable {
    /// Work one evaluation may do unless told otherwise.
    ///
    /// A unit is a loop step, a call, or a few dozen bytes moved.
    public static let defaultBudget = 100_000

    /// What running it does not need: behind a reference, so that handing an expression on counts two of them.
    private final class Origin: Sendable {
        let source: SourceText
        let variables: Set<String>
        let warnings: Diagnostics
        let mentions: Mentions
        let type: ValueType
        let environment: Environment

        init(
            _ source: SourceText,
            variables: Set<String>,
            warnings: Diagnostics,
            mentions: Mentions,
            type: ValueType,
            environment: Environment
        ) {
            self.source = source
            self.variables = variables
            self.warnings = warnings
            self.mentions = mentions
            self.type = type
            self.environment = environment
        }
    }

    private let origin: Origin
    private let program: Program

    /// The text it was compiled from.
    public var source: SourceText { origin.source }
    /// Root variables it reads.
    public var variables: Set<String> { origin.variables }
    /// What somebody should look at, though it compiles.
    public var warnings: Diagnostics { origin.warnings }
    /// What it names, as its text spells it.
    public var mentions: Mentions { origin.mentions }
    /// The type of its value, as far as it is known; `dyn` where nothing was checked.
    public var type: ValueType { origin.type }
    var environment: Environment { origin.environment }

    /// Compiles an expression, or tells everything that is wrong with it.
    ///
    /// Errors are `cel-syntax`, `cel-unknown-name`, `cel-unknown-function`, `cel-arity`, `cel-type`, `cel-unknown-field`,
    /// `cel-argument`, `cel-nesting`; warnings `cel-unknown-field`, `cel-integer-division`, `cel-nesting`.
    public static func compile(_ source: SourceText, in environment: Environment) throws(Diagnostics) -> Expression {
        let tree: SyntaxTree
        do {
            tree = try Parser.parse(Array(source.text.utf8))
        } catch {
            var problems = Diagnostics()
            problems.add(Diagnostic("cel-syntax", error.message, hint: error.hint, at: source, offset: error.offset))
            throw problems
        }
        var checker = Checker(tree: tree, environment: environment, source: source)
        let type = environment.checksNames ? checker.check() : .dyn
        var compiler = Compiler(tree: tree, environment: environment, source: source)
        let program = compiler.program()
        let problems = inReadingOrder(checker.problems, compiler.problems)
        if problems.hasErrors { throw problems }
        let mentions = MentionReader.mentions(of: tree, in: Array(source.text.utf8))
        return Expression(
            source,
            environment,
            program: program,
            type: type,
            warnings: problems,
            mentions: mentions
        )
    }

    private static func inReadingOrder(_ first: Diagnostics, _ second: Diagnostics) -> Diagnostics {
        var all = first
        all.add(second)
        guard all.all.count > 1 else { return all }
        var sorted = Diagnostics()
        for problem in all.sorted { sorted.add(problem) }
        return sorted
    }

    private init(
        _ source: SourceText,
        _ environment: Environment,
        program: Program,
        type: ValueType,
        warnings: Diagnostics,
        mentions: Mentions
    ) {
        self.program = program
        origin = Origin(
            source,
            variables: Set(program.slots.map { program.layout.names[$0] }),
            warnings: warnings,
            mentions: mentions,
            type: type,
            environment: environment
        )
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
