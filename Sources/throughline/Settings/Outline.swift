import Core
import YAML

/// What a configuration consists of, by kind and name, each with a hash of how it is written: what a reload compares.
struct Outline: Sendable {
    /// Kinds of parts, in the order in which changes are told.
    enum Kind: String, CaseIterable, Sendable {
        case server
        case sources
        case creditors
        case triggers
        case playbooks
        case templates
        case personas
        case routing
        case policy
    }

    private(set) var parts: [Kind: [String: Int]] = [:]

    /// Adds named parts.
    mutating func add(_ kind: Kind, _ entries: [Entry]) {
        for entry in entries { add(kind, entry.key.text, entry.value) }
    }

    /// Adds a part.
    mutating func add(_ kind: Kind, _ name: String, _ node: Node) {
        parts[kind, default: [:]][name] = node.json.text.hashValue
    }
}
