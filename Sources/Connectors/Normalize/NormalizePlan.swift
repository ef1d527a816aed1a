import CEL
import Core

/// What items mean: named values, the fields all events share, and rules that choose a type.
struct NormalizePlan: Sendable {
    /// In order; each may read those before it.
    let lets: [(name: String, value: Expression)]
    let fields: [DataField]
    let identifiers: IdentifierList
    let rules: [Rule]
    /// For each rule the fields of its events: the shared ones, unless the rule has its own, then its own.
    let eventFields: [[DataField]]

    init(
        lets: [(name: String, value: Expression)],
        fields: [DataField],
        identifiers: IdentifierList,
        rules: [Rule]
    ) {
        self.lets = lets
        self.fields = fields
        self.identifiers = identifiers
        self.rules = rules
        eventFields = rules.map { rule in
            fields.filter { field in !rule.fields.contains { $0.name.hasSameBytes(as: field.name) } } + rule.fields
        }
    }

    /// A plan that reads nothing: every item is ignored.
    static let empty = NormalizePlan(lets: [], fields: [], identifiers: .fixed([]), rules: [])
}

/// One row of the table from items to events.
struct Rule: Sendable {
    /// What a matching item becomes.
    enum Outcome: Sendable {
        /// Nothing.
        case ignored
        /// An event of this type.
        case event(RuleType)
    }

    /// When it matches; always when there is none.
    let when: Expression?
    let outcome: Outcome
    /// Fields that win over the shared ones.
    let fields: [DataField]
    /// Identifiers beside the shared ones.
    let identifiers: IdentifierList
    /// Whether later rules are tried too.
    let continues: Bool
}

/// The type a rule gives.
enum RuleType: Sendable {
    /// Checked against the vocabulary when the connector was read.
    case fixed(EventType)
    /// Checked when it is known; an item of another type is ignored.
    case computed(Template)

    /// The type; nil when it is not in the vocabulary.
    func type(_ bindings: Bindings) throws(ReadFailure) -> EventType? {
        switch self {
        case .fixed(let type): return type
        case .computed(let template): return try template.read(bindings).word.flatMap { EventType(wireName: $0) }
        }
    }
}

/// Values that point to a customer.
enum IdentifierList: Sendable {
    /// `[{kind, value}, …]`
    case fixed([(kind: Identifier.Kind, value: DataTemplate)])
    /// `${…}` that yields such a list.
    case computed(Template)

    /// The identifiers.
    ///
    /// Empty values, and values that cannot be of their kind, are dropped.
    func identifiers(_ bindings: Bindings) throws(ReadFailure) -> [Identifier] {
        switch self {
        case .fixed(let pairs):
            var found: [Identifier] = []
            for pair in pairs {
                let value = try pair.value.evaluate(bindings)
                if let identifier = value.word.flatMap({ Identifier(kind: pair.kind, value: $0) }) {
                    found.append(identifier)
                }
            }
            return found
        case .computed(let template):
            switch try template.read(bindings) {
            case .null: return []
            case .list(let elements):
                var found: [Identifier] = []
                for element in elements { found += try Self.identifier(element, in: template.source) }
                return found
            default: throw ReadFailure("`identifiers` must yield a list of `{kind, value}`", in: template.source)
            }
        }
    }

    private static func identifier(_ value: Value, in source: SourceText) throws(ReadFailure) -> [Identifier] {
        guard case .map(let map) = value, let name = map["kind"]?.string, let kind = Identifier.Kind(rawValue: name)
        else {
            let kinds = Identifier.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ReadFailure("an identifier needs a `kind`, one of \(kinds)", in: source)
        }
        return map["value"]?.word.flatMap { Identifier(kind: kind, value: $0) }.map { [$0] } ?? []
    }
}
