import CEL
import Core
import YAML

/// Finds names in an expression that nobody knows.
///
/// At run time they would be an error, and an expression that fails does not hold: a journey that never begins.
struct ExpressionLint {
    private let source: SourceText
    private let mentions: Mentions
    private let problems: Problems

    init(_ expression: Expression, _ problems: Problems) {
        source = expression.source
        mentions = expression.mentions
        self.problems = problems
    }

    /// Whether ``checkNames(_:)`` tells what the compiler warns of, and as an error.
    static func tells(_ warning: Diagnostic) -> Bool { warning.code == "cel-unknown-field" }

    /// Fields, event types, channels and windows.
    func checkNames(_ fields: FactsNames) {
        for path in mentions.paths { check(path, fields) }
        for call in mentions.calls { check(call.function, call.literals) }
        for word in literals(comparedWith: "event", "type") { checkEvent(word) }
    }

    /// Literals that `persona` is compared with.
    func checkPersonas(_ known: [String]) {
        for word in literals(comparedWith: "persona") where !known.contains(word.text) {
            add("unknown-persona", "no persona is called `\(word.text)`", word, known)
        }
    }

    private func literals(comparedWith names: String...) -> [Mentions.Word] {
        mentions.comparisons.filter { $0.path.spells(names) }.flatMap(\.literals)
    }

    private func check(_ path: Mentions.Path, _ fields: FactsNames) {
        guard let name = path.fields.first, let known = fields[path.root.text], !known.contains(name.text) else {
            return
        }
        add("unknown-field", "`\(path.root.text)` has no `\(name.text)`", name, known)
    }

    private func check(_ function: String, _ literals: [Mentions.Word]) {
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

    private func checkEvent(_ word: Mentions.Word, orElse others: [String] = []) {
        if EventType(rawValue: word.text).isKnown || others.contains(word.text) { return }
        add("unknown-event", "no event is called `\(word.text)`", word, Array(Vocabulary.names) + others)
    }

    private func checkChannel(_ word: Mentions.Word, orElse others: [String] = []) {
        if Channel(rawValue: word.text).isCountable || others.contains(word.text) { return }
        add("unknown-channel", "no channel is called `\(word.text)`", word, Channel.contacts.map(\.rawValue) + others)
    }

    private func checkWindow(_ word: Mentions.Word) {
        if TimeSpan(word.text) != nil { return }
        let hint = "write a number and a unit: `30d`, `48h` or `5m`"
        problems.add("bad-window", "`\(word.text)` is no length of time", hint: hint, at: source, offset: word.offset)
    }

    private func add(_ code: String, _ message: String, _ word: Mentions.Word, _ known: [String]) {
        let hint = Suggestion.hint(for: word.text, in: known)
        problems.add(code, message, hint: hint, at: source, offset: word.offset)
    }
}

extension Channel {
    /// Whether the gate knows it, or counts it as one that it knows.
    var isCountable: Bool { Self.contacts.contains(counted) }
}
