public import Core

extension Connector {
    /// The events its rules may yield, sorted; those whose type is computed are not among them.
    public var eventTypes: [EventType] {
        let types = rules.compactMap { rule -> EventType? in
            if case .event(.fixed(let type)) = rule.outcome { type } else { nil }
        }
        return Set(types).sorted { $0.rawValue < $1.rawValue }
    }

    /// Whether a rule computes its type, so that any event of the vocabulary may come.
    public var computesEventTypes: Bool {
        rules.contains { rule in
            if case .event(.computed) = rule.outcome { true } else { false }
        }
    }

    /// Rules for webhooks and for lists.
    private var rules: [Rule] { (hook?.normalize.rules ?? []) + polls.flatMap(\.rules.normalize.rules) }
}
