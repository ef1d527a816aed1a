public import Connectors
public import Core
public import Policy

/// What the daemon was told to be: who may post to it, whose accounts these are, and what policy holds.
///
/// A reload makes another one; work that has begun ends by the one it began with.
public struct Configuration: Sendable {
    /// Sources by name.
    public let sources: [String: Source]
    /// Creditors by id.
    public let creditors: [String: Creditor]
    /// Everything compliance writes.
    public let policy: PolicyBook
    /// What API triggers do, by name.
    public let triggers: [String: Trigger]
    /// How the world reaches us.
    public var reach: Reach

    /// A configuration of its parts.
    public init(
        sources: [String: Source],
        creditors: [String: Creditor],
        policy: PolicyBook,
        triggers: [String: Trigger],
        reach: Reach = Reach()
    ) {
        self.sources = sources
        self.creditors = creditors
        self.policy = policy
        self.triggers = triggers
        self.reach = reach
    }

    /// The source with this name, when its webhooks come by this method.
    /// - Throws: ``IntakeError/unknownSource``, ``IntakeError/methodNotAllowed(_:)``.
    public func source(named name: String, method: String) throws(IntakeError) -> Source {
        guard let source = sources[name], !source.connector.methods.isEmpty else { throw .unknownSource }
        guard source.connector.methods.contains(method) else { throw .methodNotAllowed(source.connector.methods) }
        return source
    }
}

/// How the world reaches this daemon, and what it may bring.
public struct Reach: Sendable {
    /// Where it finds us.
    public var publicURL: PublicURL
    /// Keys that may use `/v1`.
    ///
    /// None: everybody who reaches the port, which must then be loopback.
    public var keys: [Secret]
    /// Most bytes of a request body.
    public var maxBody: Int
    /// Whose word counts for who sent a request; nobody's when there are none.
    public var proxies: TrustedProxies?

    /// Bytes of a request body unless `server.max_body` says otherwise.
    public static let defaultMaxBody = 10 * 1024 * 1024

    /// Reached at `publicURL` with one of `keys`.
    public init(
        publicURL: PublicURL = PublicURL(),
        keys: [Secret] = [],
        maxBody: Int = Self.defaultMaxBody,
        proxies: TrustedProxies? = nil
    ) {
        self.publicURL = publicURL
        self.keys = keys
        self.maxBody = maxBody
        self.proxies = proxies
    }
}

/// What an API trigger starts.
public enum Trigger: Sendable {
    /// A playbook for each account named.
    case playbook(String)
    /// One contact.
    case contact(channel: Channel?, template: String, purpose: String)
}
