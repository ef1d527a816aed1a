import CEL
import Core
import YAML

extension MappingReader {
    /// A bare CEL expression that asks something, over what policy may know.
    ///
    /// It is kept in `expressions` for what can be checked only when everything is read.
    func question(_ key: String, _ need: Need, _ expressions: inout [Expression]) -> Expression? {
        guard let source = text(key, need) else { return nil }
        let expression = compiled { () throws(Diagnostics) in
            try Expression.compile(source, in: FactsEnvironment.planEnvironment)
        }
        guard let expression else { return nil }
        problems.add(expression.warnings, but: ExpressionLint.tells)
        ExpressionLint(expression, problems).checkNames(.question)
        QuestionLint(expression: expression, problems: problems).check()
        expressions.append(expression)
        return expression
    }

    /// Text with `${ CEL }` over what policy may know; its expressions are kept as those of ``question(_:_:_:)``.
    func template(_ key: String, _ need: Need, _ expressions: inout [Expression]) -> Template? {
        guard let source = text(key, need) else { return nil }
        let template = compiled { () throws(Diagnostics) in
            try Template.compile(source, in: FactsEnvironment.planEnvironment)
        }
        guard let template else { return nil }
        problems.add(template.warnings, but: ExpressionLint.tells)
        for expression in template.expressions { ExpressionLint(expression, problems).checkNames(.message) }
        expressions += template.expressions
        return template
    }

    private func compiled<Compiled>(_ compile: () throws(Diagnostics) -> Compiled) -> Compiled? {
        do throws(Diagnostics) {
            return try compile()
        } catch {
            problems.add(error)
            return nil
        }
    }
}

extension Problems {
    /// Adds what the compiler warns of, without what somebody else tells better.
    func add(_ warnings: Diagnostics, but told: (Diagnostic) -> Bool) {
        for warning in warnings.all where !told(warning) { add(warning) }
    }

    /// A name that must be in the vocabulary.
    func checkEvent(_ name: SourceText) {
        if EventType(rawValue: name.text).isKnown { return }
        let hint = Suggestion.hint(for: name.text, in: Array(Vocabulary.names))
        add("unknown-event", "no event is called `\(name.text)`", hint: hint, at: name)
    }
}
