public import CEL
import Core
public import YAML

/// How we decide what kind of help a person wants: rules in order, the first that holds wins.
public struct Personas: Sendable {
    /// One rule of one line.
    public struct Rule: Sendable {
        /// Its name in the file.
        public let id: String
        /// The persona it gives; `@declared` stands for the persona named after the channel the person asked for.
        public let persona: String
        /// When it holds.
        public let when: Expression
        /// Why, for a person.
        public let explain: String
        /// The events it looks at.
        public let evidence: [String]
    }

    /// A persona and why.
    public struct Assignment: Sendable, Equatable {
        /// The persona.
        public let persona: String
        /// The rule that gave it; `default` when none held.
        public let rule: String
        /// Why, for a person.
        public let explain: String
        /// The events the rule looks at.
        public let evidence: [String]
    }

    /// What a person is when no rule holds.
    public let fallback: String
    /// In order.
    public let rules: [Rule]

    /// One persona for everybody.
    public init(fallback: String = "default", rules: [Rule] = []) {
        self.fallback = fallback
        self.rules = rules
    }

    /// The persona of whoever the bindings describe.
    ///
    /// A rule that fails to evaluate does not hold.
    public func assign(_ bindings: Bindings) -> Assignment {
        guard let rule = rules.first(where: { $0.when.evaluate(bindings).isTrue }) else {
            return Assignment(persona: fallback, rule: "default", explain: "No rule holds.", evidence: [])
        }
        return Assignment(persona: rule.persona, rule: rule.id, explain: rule.explain, evidence: rule.evidence)
    }

    /// Reads the mapping under `personas:`.
    public static func read(_ node: Node, _ problems: Problems) -> Personas {
        var words = PersonaWords()
        return read(node, problems, &words)
    }

    static func read(_ node: Node, _ problems: Problems, _ words: inout PersonaWords) -> Personas {
        let reader = MappingReader(node, problems, name: "`personas`")
        let fallback = reader.string("default", .required)
        words.add(fallback)
        var rules: [Rule] = []
        for rule in reader.nestedList("rules") {
            if let rule = readRule(rule, &words) { rules.append(rule) }
        }
        reader.finish()
        return Personas(fallback: fallback ?? "default", rules: rules)
    }

    private static func readRule(_ reader: MappingReader, _ words: inout PersonaWords) -> Rule? {
        let id = reader.string("id", .required)
        let persona = reader.string("persona", .required)
        words.add(persona)
        let when = reader.question("when", .required, &words.expressions)
        let explain = reader.string("explain", .required)
        let evidence = reader.texts("evidence")
        for name in evidence { reader.problems.checkEvent(name) }
        reader.finish()
        guard let id, let persona, let when, let explain else { return nil }
        return Rule(id: id, persona: persona, when: when, explain: explain, evidence: evidence.map(\.text))
    }
}

/// The personas there are, as far as they can be read.
struct PersonaWords {
    private var names: Set<String> = []
    /// Whether a name could not be read, so that it is not known which there are.
    private var isUnclear = false
    var expressions: [Expression] = []

    /// Every persona; nil when that is not known.
    ///
    /// Where a rule gives `@declared`, the channels a person may ask for are personas too.
    var known: [String]? {
        if isUnclear { return nil }
        let declared = names.contains("@declared") ? Channel.contacts.map(\.rawValue) : []
        return names.subtracting(["@declared"]).union(declared).sorted()
    }

    /// Takes the name a rule gives.
    mutating func add(_ name: String?) {
        if let name { names.insert(name) } else { isUnclear = true }
    }
}
