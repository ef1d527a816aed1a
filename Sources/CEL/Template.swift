public import Core

/// Text with `${ CEL }` inside, compiled.
///
/// Exactly one `${…}` and nothing else keeps the expression's value and type. Otherwise the parts are joined as text: null
/// adds nothing, an error makes the whole an error. `$${` is a literal `${`.
public struct Template: Sendable {
    private enum Part: Sendable {
        case text(String)
        /// And the bytes before it.
        case expression(Expression, offset: Int)
    }

    /// Behind a reference, so that handing a template on counts one.
    private final class Content: Sendable {
        let source: SourceText
        let parts: [Part]

        init(source: SourceText, parts: [Part]) {
            self.source = source
            self.parts = parts
        }
    }

    private let content: Content

    /// The text it was compiled from.
    public var source: SourceText { content.source }

    private var parts: [Part] { content.parts }

    /// Compiles a template, or tells everything that is wrong with its expressions.
    public static func compile(_ source: SourceText, in environment: Environment) throws(Diagnostics) -> Template {
        var problems = Diagnostics()
        var parts: [Part] = []
        do {
            for piece in try TemplateReader.pieces(of: Array(source.text.utf8)) {
                switch piece {
                case .text(let text): parts.append(.text(text))
                case .expression(let range):
                    do throws(Diagnostics) {
                        let expression = try Expression.compile(source.slice(range), in: environment)
                        parts.append(.expression(expression, offset: range.lowerBound))
                    } catch {
                        problems.add(error)
                    }
                }
            }
        } catch {
            problems.add(Diagnostic("cel-syntax", error.message, hint: error.hint, at: source, offset: error.offset))
        }
        if problems.hasErrors { throw problems }
        return Template(content: Content(source: source, parts: parts))
    }

    /// Whether it holds no expression.
    public var isLiteral: Bool {
        parts.allSatisfy { if case .text = $0 { true } else { false } }
    }

    /// Root variables its expressions read.
    public var variables: Set<String> {
        expressions.reduce(into: []) { $0.formUnion($1.variables) }
    }

    /// What somebody should look at, though it compiles.
    public var warnings: Diagnostics {
        expressions.reduce(into: Diagnostics()) { $0.add($1.warnings) }
    }

    /// Its expressions in order.
    public var expressions: [Expression] {
        parts.compactMap { if case .expression(let expression, _) = $0 { expression } else { nil } }
    }

    /// The value, or ``Value/error(_:)``.
    ///
    /// The budget holds for each expression.
    public func evaluate(_ bindings: Bindings, budget: Int = Expression.defaultBudget) -> Value {
        if parts.count == 1 { return value(of: parts[0], bindings, budget) }
        var text = ""
        for part in parts {
            let value = value(of: part, bindings, budget)
            if value.isNull { continue }
            if case .error = value { return value }
            guard let spelled = Spelling.of(value) else { return noText(value, part) }
            text += spelled.string
        }
        return Value(text)
    }

    /// An evaluation error as a problem of the file the template stands in.
    public func diagnostic(for error: EvaluationError) -> Diagnostic {
        Diagnostic("cel-evaluation", error.message, at: source, offset: max(0, error.offset))
    }

    /// Errors get the place they have in the template.
    private func value(of part: Part, _ bindings: Bindings, _ budget: Int) -> Value {
        switch part {
        case .text(let text): return Value(text)
        case .expression(let expression, let offset):
            let value = expression.evaluate(bindings, budget: budget)
            if case .error(let error) = value { return .error(error.moved(by: offset)) }
            return value
        }
    }

    private func noText(_ value: Value, _ part: Part) -> Value {
        guard case .expression(_, let offset) = part else { return value }
        return .failure(
            .noSuchOverload,
            "a value of type \(value.shownType) cannot stand inside text",
            at: offset
        )
    }
}
