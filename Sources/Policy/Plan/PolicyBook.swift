import Core

/// Everything compliance writes, compiled: the gate, then personas and routing, then playbooks and their words.
public struct PolicyBook: Sendable {
    /// The rules every contact passes.
    public let gate: Gate
    /// How people prefer to be helped.
    public let personas: Personas
    /// Which channel first.
    public let routing: Routing
    /// Journeys by name.
    public let playbooks: [String: Playbook]
    /// Messages by name.
    public let templates: [String: MessageTemplate]

    /// A policy of its parts.
    public init(
        gate: Gate,
        personas: Personas,
        routing: Routing,
        playbooks: [String: Playbook],
        templates: [String: MessageTemplate]
    ) {
        self.gate = gate
        self.personas = personas
        self.routing = routing
        self.playbooks = playbooks
        self.templates = templates
    }

    /// Playbooks in the order of their names.
    public var playbooksInOrder: [Playbook] { playbooks.values.sorted { $0.name.bytesPrecede($1.name) } }
}
