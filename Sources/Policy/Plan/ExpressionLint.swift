import CEL
import Core
import YAML

/// Finds names in an expression that nobody knows.
///
/// At run time they would be an error, and an expression that fails does not hold: a journey that never begins.
struct ExpressionLint {
    let source: SourceText
    let words: ExpressionWords
    let problems: Problems

    init(_ expression: Expression, _ problems: Problems) {
        source = expression.source
        words = ExpressionWords(expression.source.text)
        self.problems = problems
    }

    /// Fields, event types, channels and windows.
    func checkNames(_ fields: FactsNames) {
        for use in words.fields {
            guard let known = fields[use.root], !known.contains(use.name.text) else { continue }
            add("unknown-field", "`\(use.root)` has no `\(use.name.text)`", use.name, known)
        }
        for call in words.calls { check(call.function, call.literals) }
        for word in words.literals(comparedWith: .eventType) { checkEvent(word) }
    }

    /// Literals that `persona` is compared with.
    func checkPersonas(_ known: [String]) {
        for word in words.literals(comparedWith: .persona) where !known.contains(word.text) {
            add("unknown-persona", "no persona is called `\(word.text)`", word, known)
        }
    }

    private func check(_ function: String, _ literals: [ExpressionWords.Word]) {
        guard let first = literals.first else { return }
        switch function {
        case "events", "since", "last", "reported": checkEvent(first)
        case "stands": for literal in literals { checkEvent(literal) }
        case "fact": checkEvent(first, orElse: ["cease_written"])
        case "attempts": checkChannel(first, orElse: ["any"])
        case "consent", "inbound": checkChannel(first)
        default: return
        }
        if ["events", "attempts", "fact"].contains(function), literals.count == 2 { checkWindow(literals[1]) }
    }

    private func checkEvent(_ word: ExpressionWords.Word, orElse others: [String] = []) {
        if EventType(rawValue: word.text).isKnown || others.contains(word.text) { return }
        add("unknown-event", "no event is called `\(word.text)`", word, Array(Vocabulary.names) + others)
    }

    private func checkChannel(_ word: ExpressionWords.Word, orElse others: [String] = []) {
        if Channel(rawValue: word.text).isCountable || others.contains(word.text) { return }
        add("unknown-channel", "no channel is called `\(word.text)`", word, Channel.contacts.map(\.rawValue) + others)
    }

    private func checkWindow(_ word: ExpressionWords.Word) {
        if TimeSpan(word.text) != nil { return }
        let hint = "write a number and a unit: `30d`, `48h` or `5m`"
        problems.add("bad-window", "`\(word.text)` is no length of time", hint: hint, at: source, offset: word.offset)
    }

    /// A literal with escapes is not compared: it is not what it looks like.
    private func add(_ code: String, _ message: String, _ word: ExpressionWords.Word, _ known: [String]) {
        if word.text.utf8.contains(UInt8(ascii: "\\")) { return }
        let hint = Suggestion.hint(for: word.text, in: known)
        problems.add(code, message, hint: hint, at: source, offset: word.offset)
    }
}

extension Channel {
    /// Whether the gate knows it, or counts it as one that it knows.
    var isCountable: Bool { Self.contacts.contains(counted) }
}
