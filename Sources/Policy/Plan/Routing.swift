public import Core
public import YAML

/// Which channel first, when more than one is lawful: a readable score per persona and channel.
public struct Routing: Sendable {
    private let scores: [String: [Channel: Int]]
    private static let neutral: [Channel] = [.sms, .email, .chat, .voice, .letter]

    /// Scores by persona.
    public init(scores: [String: [Channel: Int]] = [:]) {
        self.scores = scores
    }

    /// The channels for a persona, best first; ties by name.
    ///
    /// A persona without scores gets a neutral order.
    public func order(for persona: String) -> [Channel] {
        guard let scores = scores[persona] else { return Self.neutral }
        return scores.filter { $0.value > 0 }
            .sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map(\.key)
    }

    /// Reads the mapping under `routing:`.
    public static func read(_ node: Node, _ problems: Problems) -> Routing {
        var personas: [SourceText] = []
        return read(node, problems, &personas)
    }

    static func read(_ node: Node, _ problems: Problems, _ personas: inout [SourceText]) -> Routing {
        let reader = MappingReader(node, problems, name: "`routing`")
        var scores: [String: [Channel: Int]] = [:]
        for persona in reader.mapping("base") {
            personas.append(persona.key)
            for entry in persona.value.mapping("`\(persona.key.text)`", problems) ?? [] {
                checkChannel(entry.key, problems)
                let score = entry.value.int("a score", in: 0...1000, problems)
                scores[persona.key.text, default: [:]][Channel(rawValue: entry.key.text)] = score
            }
        }
        reader.finish()
        return Routing(scores: scores)
    }

    private static func checkChannel(_ name: SourceText, _ problems: Problems) {
        if Channel(rawValue: name.text).isCountable { return }
        let hint = Suggestion.hint(for: name.text, in: Channel.contacts.map(\.rawValue))
        problems.add("unknown-channel", "no channel is called `\(name.text)`", hint: hint, at: name)
    }
}
