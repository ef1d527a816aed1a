import CEL
import Core
import YAML

/// Warns of a question that can be seen not to be answered with true or false, and hence never holds.
struct QuestionLint {
    let expression: Expression
    let problems: Problems

    func check() {
        guard let found = typeSeen, found != "bool" else { return }
        problems.add(
            "not-a-question",
            "this is \(found), not true or false, and never holds",
            hint: "compare it with something, as in `… == …` or `… >= …`",
            severity: .warning,
            at: expression.source
        )
    }

    /// The type of a constant, a bare variable or field, or a single call; nil for everything else.
    private var typeSeen: String? {
        if let constant = expression.constant { return constant.typeName }
        let words = ExpressionWords(expression.source.text)
        guard let first = words[0], first.kind == .name else { return nil }
        if words.all.count == 1 { return FactsNames.type(of: first.text) }
        if words.all.count == 3, words[1]?.isSymbol(".") == true, let name = words[2], name.kind == .name {
            return FactsNames.type(of: first.text, name.text)
        }
        return isSingleCall(words) ? Self.results[first.text] : nil
    }

    private func isSingleCall(_ words: ExpressionWords) -> Bool {
        guard words[1]?.isSymbol("(") == true, words.all.last?.isSymbol(")") == true else { return false }
        return !words.all.dropFirst(2).dropLast().contains { $0.isSymbol("(") || $0.isSymbol(")") }
    }

    private static let results = [
        "events": "int", "attempts": "int", "since": "duration", "last": "timestamp", "consent": "string",
        "local_hours": "list",
    ]
}
