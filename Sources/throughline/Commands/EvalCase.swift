import CEL
import Core

/// One line of a batch: an expression, what it may name, and what is wanted of it.
struct EvalCase {
    /// Bytes of an expression whose places are worked out; far fewer are compiled.
    private static let sourceLimit = 64 * 1024
    private let source: SourceText
    private let environment: Environment
    private let values: [(name: String, value: Value)]
    private let isChecked: Bool
    private let isCheckedOnly: Bool

    /// Reads a line; members it does not know are left alone.
    init(_ line: JSON, dialect: EvalDialect) throws(EvalFailure) {
        guard let text = line["expr"]?.string else { throw .unreadable("`expr` must be a text") }
        guard text.utf8.count <= Self.sourceLimit else {
            throw EvalFailure(kind: .parse, message: "an expression of more than \(Self.sourceLimit) bytes")
        }
        source = SourceText(text)
        isCheckedOnly = try Self.flag("check_only", of: line)
        let isDisabled = try Self.flag("disable_check", of: line)
        isChecked = isCheckedOnly || !isDisabled
        let bindings = try EvalBindings(line)
        values = bindings.values
        let declarations = try EvalDeclarations(line["type_env"], besides: bindings)
        let dialect = try Self.dialect(of: line) ?? dialect
        environment = Environment(
            variables: declarations.variables,
            types: declarations.types,
            libraries: dialect.libraries + [Library(declaring: declarations.functions)],
            dialect: dialect.numbers,
            container: try Self.container(of: line),
            checksNames: isChecked,
            checksTypes: isChecked
        )
    }

    /// What the line wants to know: the value, the type, or both.
    func answer(budget: Int) throws(EvalFailure) -> JSON {
        let expression = try compiled()
        var answer = JSONObject()
        if !isCheckedOnly { answer["value"] = try value(of: expression, budget: budget) }
        if isChecked { answer["deduced_type"] = .string(expression.type.description) }
        return .object(answer)
    }

    private func compiled() throws(EvalFailure) -> Expression {
        do throws(Diagnostics) {
            return try Expression.compile(source, in: environment)
        } catch {
            throw EvalFailure(error)
        }
    }

    private func value(of expression: Expression, budget: Int) throws(EvalFailure) -> JSON {
        var bindings = environment.bindings()
        for (name, value) in values { bindings[name] = value }
        let value = expression.evaluate(bindings, budget: budget)
        if let error = value.error {
            let kind = error.kind == .budget ? EvalFailure.Kind.budget : .eval
            throw EvalFailure(kind: kind, place: expression.diagnostic(for: error).place, message: error.message)
        }
        guard let tagged = value.tagged else {
            throw EvalFailure(kind: .budget, message: "the value is too large to be written")
        }
        return tagged
    }

    private static func flag(_ name: String, of line: JSON) throws(EvalFailure) -> Bool {
        guard let flag = line[name] else { return false }
        guard let value = flag.bool else { throw .unreadable("`\(name)` must be true or false") }
        return value
    }

    private static func container(of line: JSON) throws(EvalFailure) -> String {
        guard let container = line["container"] else { return "" }
        guard let name = container.string else { throw .unreadable("`container` must be a text") }
        return name
    }

    private static func dialect(of line: JSON) throws(EvalFailure) -> EvalDialect? {
        guard let name = line["dialect"] else { return nil }
        guard let dialect = name.string.flatMap(EvalDialect.init) else {
            throw .unreadable("`dialect` must be one of: cel, throughline")
        }
        return dialect
    }
}
