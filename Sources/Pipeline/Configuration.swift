public import Connectors
public import Core
public import Policy

/// What the daemon was told to be: who may post to it, whose accounts these are, and what policy holds.
public struct Configuration: Sendable {
    /// Sources by name.
    public let sources: [String: Source]
    /// Creditors by id.
    public let creditors: [String: Creditor]
    /// Everything compliance writes.
    public let policy: PolicyBook
    /// What API triggers do, by name.
    public let triggers: [String: Trigger]

    /// A configuration of its parts.
    public init(
        sources: [String: Source],
        creditors: [String: Creditor],
        policy: PolicyBook,
        triggers: [String: Trigger]
    ) {
        self.sources = sources
        self.creditors = creditors
        self.policy = policy
        self.triggers = triggers
    }
}

/// What an API trigger starts.
public enum Trigger: Sendable {
    /// A playbook for each account named.
    case playbook(String)
    /// One contact.
    case contact(channel: Channel?, template: String, purpose: String)
}
