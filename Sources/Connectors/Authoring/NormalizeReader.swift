import CEL
import Core
import YAML

/// Reads `normalize`.
struct NormalizeReader {
    let author: Author
    let scopes: HookScopes
    /// The type of an item.
    let item: ValueType

    /// The names that `let` gives, which places of variables are needed for before anything is compiled.
    static func names(in reader: MappingReader?) -> [String] {
        reader?.node["let"]?.entries?.map(\.key.text) ?? []
    }

    func read(_ reader: MappingReader) -> NormalizePlan {
        let (lets, scope) = lets(reader)
        let plan = NormalizePlan(
            lets: lets,
            fields: fields(reader, in: scope),
            identifiers: identifiers(reader, in: scope),
            rules: reader.nestedList("rules", .required).compactMap { rule($0, in: scope) }
        )
        reader.finish()
        return plan
    }

    /// Each value may read the names before it; one that does not compile may be anything.
    private func lets(_ reader: MappingReader) -> ([(name: String, value: Expression)], Scope) {
        var lets: [(name: String, value: Expression)] = []
        var types: [String: ValueType] = [:]
        var certain: [String: ValueType] = [:]
        var scope = scopes.rules(item: item)
        for entry in reader.mapping("let") {
            guard let text = entry.value.text("`\(entry.key.text)`", author.problems), isFree(entry.key) else {
                continue
            }
            let value = author.expression(text, in: scope)
            if let value { lets.append((entry.key.text, value)) }
            types[entry.key.text] = value?.type ?? .dyn
            certain[entry.key.text] = author.certainType(of: text, in: scope) ?? value?.type ?? .dyn
            scope = scopes.rules(item: item, lets: types, certain: certain)
        }
        return (lets, scope)
    }

    private func isFree(_ name: SourceText) -> Bool {
        let isTaken = HookScopes.reservedNames.contains(name.text)
        if isTaken {
            author.problems.add("bad-value", "`\(name.text)` is taken", hint: "choose another name", at: name)
        }
        return !isTaken
    }

    private func fields(_ reader: MappingReader, in scope: Scope) -> [DataField] {
        let entries = reader.mapping("event")
        for entry in entries where entry.key.text.hasSameBytes(as: "type") {
            author.problems.add("bad-value", "`type` is no field", hint: "each rule gives its `type`", at: entry.key)
        }
        return author.fields(entries, in: scope)
    }

    private func rule(_ reader: MappingReader, in scope: Scope) -> Rule? {
        let when = author.expression(reader.text("when"), in: scope)
        let isIgnored = reader.bool("ignore") ?? false
        let type = type(reader.text("type", isIgnored ? .optional : .required), in: scope)
        let rule = Rule(
            when: when,
            outcome: isIgnored ? .ignored : type.map { .event($0) } ?? .ignored,
            fields: fields(reader, in: scope),
            identifiers: identifiers(reader, in: scope),
            continues: reader.bool("also") ?? false
        )
        reader.finish()
        return rule
    }

    private func type(_ text: SourceText?, in scope: Scope) -> RuleType? {
        guard let text, let template = author.template(text, in: scope, mayLookLikeCode: true) else { return nil }
        guard template.isLiteral else { return .computed(template) }
        if let type = EventType(wireName: text.text) { return .fixed(type) }
        let message = "there is no event `\(text.text)`"
        author.problems.add("unknown-event-type", message, hint: Self.hint(for: text.text), at: text)
        return nil
    }

    /// The nearest name, else all of its family.
    private static func hint(for name: String) -> String {
        if let nearest = Suggestion.nearest(to: name, in: Vocabulary.names) { return "did you mean `\(nearest)`?" }
        let family = EventType(rawValue: name).family
        let relatives = Vocabulary.names.filter { EventType(rawValue: $0).family.hasSameBytes(as: family) }
        return relatives.isEmpty ? "see the vocabulary" : "one of: \(relatives.sorted().joined(separator: ", "))"
    }

    /// A list of `{kind, value}`, or one `${…}` that yields such a list.
    private func identifiers(_ reader: MappingReader, in scope: Scope) -> IdentifierList {
        guard let node = reader.optional("identifiers") else { return .fixed([]) }
        if let scalar = node.scalar, !scalar.isNull {
            return author.template(scalar.source, in: scope).map { .computed($0) } ?? .fixed([])
        }
        let nodes = node.list("`identifiers`", author.problems) ?? []
        return .fixed(
            nodes.compactMap { identifier(MappingReader($0, author.problems, name: "an identifier"), in: scope) }
        )
    }

    private func identifier(_ reader: MappingReader, in scope: Scope) -> (kind: Identifier.Kind, value: DataTemplate)? {
        let kind = reader.choice("kind", Identifier.Kind.self, .required)
        let value = author.data(reader.required("value"), in: scope)
        reader.finish()
        guard let kind, let value else { return nil }
        return (kind, value)
    }
}
