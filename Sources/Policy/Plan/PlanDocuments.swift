import CEL
public import Core
public import YAML

/// Personas, routing, playbooks and templates as they stand in the files, and how they become one plan.
///
/// A name that one of them uses of another is checked here, where both are known.
public struct PlanDocuments {
    /// What stands under `personas:`.
    public var personas: Node?
    /// What stands under `routing:`.
    public var routing: Node?
    /// Everything under `templates:`.
    public var templates: [Entry] = []
    /// Every playbook.
    public var playbooks: [Node] = []

    /// Nothing yet.
    public init() {}

    /// Everything compiled and checked against each other.
    public func compile(_ problems: Problems) -> Plan {
        var words = PersonaWords()
        let people = personas.map { Personas.read($0, problems, &words) }
        if personas == nil { words.add(Personas().fallback) }
        var routed: [SourceText] = []
        let order = routing.map { Routing.read($0, problems, &routed) }
        let messages = MessageTemplate.readAll(distinctTemplates(problems), problems, &words.expressions)
        let read = readPlaybooks(problems)
        check(read.words, templates: messages, problems)
        words.expressions += read.words.flatMap(\.expressions)
        check(words, routed: routed, problems)
        return Plan(
            personas: people ?? Personas(),
            routing: order ?? Routing(),
            playbooks: read.books,
            templates: messages,
            playbookNames: read.words.compactMap(\.name?.text),
            templateNames: templates.map(\.key.text),
            paymentLinks: read.words.flatMap(\.paymentLinks)
        )
    }

    private func readPlaybooks(_ problems: Problems) -> (books: [String: Playbook], words: [PlaybookWords]) {
        var books: [String: Playbook] = [:]
        var read: [PlaybookWords] = []
        for node in playbooks {
            let words = PlaybookWords()
            let playbook = Playbook.read(node, problems, words)
            if let name = words.name, read.contains(where: { $0.name?.text == name.text }) {
                problems.add("duplicate-playbook", "two playbooks are called `\(name.text)`", at: name)
            }
            if let playbook { books[playbook.name] = playbook }
            read.append(words)
        }
        return (books, read)
    }

    private func check(_ playbooks: [PlaybookWords], templates known: [String: MessageTemplate], _ problems: Problems) {
        let names = playbooks.compactMap(\.name?.text)
        for playbook in playbooks {
            playbook.checkPlaybooks(names, problems)
            playbook.checkTemplates(known, names: templates.map(\.key.text), problems)
        }
        PlaybookLoops(playbooks).check(problems)
    }

    private func check(_ personas: PersonaWords, routed: [SourceText], _ problems: Problems) {
        guard let known = personas.known else { return }
        for persona in routed where !known.contains(persona.text) {
            let hint = Suggestion.hint(for: persona.text, in: known)
            problems.add("unknown-persona", "no persona is called `\(persona.text)`", hint: hint, at: persona)
        }
        for expression in personas.expressions { ExpressionLint(expression, problems).checkPersonas(known) }
    }

    private func distinctTemplates(_ problems: Problems) -> [Entry] {
        var seen: Set<ByteKey> = []
        return templates.filter { entry in
            let isNew = seen.insert(ByteKey(entry.key.text)).inserted
            if !isNew {
                problems.add("duplicate-template", "two templates are called `\(entry.key.text)`", at: entry.key)
            }
            return isNew
        }
    }
}

/// Personas, routing, playbooks and templates that fit each other, and what other parts of the configuration need to
/// know of how they are written.
public struct Plan: Sendable {
    /// How people prefer to be helped.
    public let personas: Personas
    /// Which channel first.
    public let routing: Routing
    /// Journeys by name.
    public let playbooks: [String: Playbook]
    /// Messages by name.
    public let templates: [String: MessageTemplate]
    /// Every playbook's name, also of one that could not be read.
    public let playbookNames: [String]
    /// Every template's name, also of one that could not be read.
    public let templateNames: [String]
    /// Where steps ask for a payment link.
    public let paymentLinks: [SourceText]
}
