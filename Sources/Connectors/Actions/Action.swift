public import Core

/// Something a provider can be asked to do.
public struct Action: Sendable {
    /// Its name in `connector.yaml`.
    public let name: String
    /// What it sends through, for a contact.
    public let channel: Channel?
    /// How the provider tells a repeated request from a new one.
    public let idempotency: Idempotency
    /// How often it may be called; as often as one likes when there is none.
    public let rateLimit: RateLimit?
    /// What it is given.
    public let inputs: [ActionInput]
    /// The secrets that its request reads, those of its access token, of its fallbacks and of its lookup too.
    public internal(set) var secrets: Set<String>
    let timeouts: CallTimeouts
    /// Bytes of a reply that are kept.
    let keptBodyBytes: Int
    let request: RequestTemplate
    let response: ResponseRules
    let fallbacks: [Fallback]
    let lookup: Lookup?

    /// Whether a request whose fate is unknown may be sent again without asking anybody: only where the provider itself
    /// recognizes the repetition.
    ///
    /// ``outcome(of:request:)`` says `unknown` either way; what follows from it is the sender's to decide, by this and by
    /// ``Connector/repeatLifetime(of:)``, which looks at fallbacks too.
    public var mayRepeat: Bool { idempotency != .none }

    /// Whether calling it changes nothing more than calling it once would: a search, an upsert.
    var isHarmless: Bool { idempotency == .natural }
}

/// How a provider tells a repeated request from a new one.
public enum Idempotency: Sendable, Equatable {
    /// It does not: a second request is a second message.
    case none
    /// Repeating changes nothing, as with an upsert or a search.
    case natural
    /// By a key in this header, kept for a time.
    case header(String, ttl: TimeSpan?)
    /// By a key at this dotted path of the body, kept for a time.
    case body(String, ttl: TimeSpan?)

    /// How long the provider recognizes a repetition, from the first try on; nil when it never does.
    ///
    /// A key whose time is not written is taken to be known for a day.
    public var lifetime: TimeSpan? {
        switch self {
        case .none: nil
        case .natural: .days(36_500)
        case .header(_, let ttl), .body(_, let ttl): ttl ?? .days(1)
        }
    }
}

/// Bounds of one call.
struct CallTimeouts: Sendable {
    var connect = CallLimits().connectTimeout
    var total = CallLimits().totalTimeout
}
