import CEL
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
    /// The secrets its request reads.
    public let secrets: Set<String>
    let timeouts: CallTimeouts
    let request: RequestTemplate
    let response: ResponseRules

    /// Whether a request whose fate is unknown may be sent again without asking anybody: only where the provider itself
    /// recognizes the repetition.
    ///
    /// ``outcome(of:request:)`` says `unknown` either way; what follows from it is the sender's to decide, by this.
    public var mayRepeat: Bool { idempotency != .none }
}

/// How a provider tells a repeated request from a new one.
public enum Idempotency: Sendable, Equatable {
    /// It does not: a second request is a second message.
    case none
    /// Repeating changes nothing, as with an upsert.
    case natural
    /// By a key in this header, kept for a time.
    case header(String, ttl: TimeSpan?)
}

/// A bound on calls.
public struct RateLimit: Sendable, Equatable {
    /// So many calls.
    public let count: Int
    /// The time they are counted within.
    public let period: TimeSpan
    /// Calls that may go at once.
    public let burst: Int
    let per: RateKey?
}

/// What calls are counted by.
struct RateKey: Sendable, Equatable {
    let expression: Expression

    static func == (left: RateKey, right: RateKey) -> Bool {
        left.expression.source.text.hasSameBytes(as: right.expression.source.text)
    }
}

/// One value an action is given.
public struct ActionInput: Sendable, Equatable {
    /// The type of a value.
    public enum Kind: String, Sendable, CaseIterable {
        /// Text.
        case string
        /// A whole number.
        case int
        /// Any number.
        case number
        /// True or false.
        case bool
        /// A list.
        case list
        /// An object.
        case map
    }

    /// Its name.
    public let name: String
    /// Its type.
    public let kind: Kind
    /// Whether it may be missing.
    public let isOptional: Bool

    /// Whether a value is of its type.
    func accepts(_ value: JSON) -> Bool {
        switch (kind, value) {
        case (_, .null): isOptional
        case (.string, .string), (.int, .int), (.bool, .bool), (.list, .array), (.map, .object): true
        case (.number, .int), (.number, .double), (.number, .bigInteger): true
        default: false
        }
    }
}

/// Bounds of one call.
struct CallTimeouts: Sendable {
    var connect = CallLimits().connectTimeout
    var total = CallLimits().totalTimeout
}

/// What one call of an action is made from.
public struct ActionRequest: Sendable {
    /// The delivery's id, the same however often it is tried: what idempotency keys are made of.
    public let id: String
    /// What the action is given.
    public let input: JSONObject
    /// The source whose secrets, settings and `base_url` apply.
    public let source: Source
    /// Where the provider may report on this delivery.
    public let callbackURL: String
    /// The present.
    public let now: Timestamp

    /// A request.
    public init(id: String, input: JSONObject, source: Source, callbackURL: String, now: Timestamp) {
        self.id = id
        self.input = input
        self.source = source
        self.callbackURL = callbackURL
        self.now = now
    }
}

/// What became of a call, as far as the connector can tell.
public enum ActionOutcome: Sendable {
    /// The provider took it.
    case accepted(providerID: String?, result: JSONObject)
    /// The provider provably did not take it. `retryAfter` is what it asked for.
    case refused(code: String, message: String, retryAfter: TimeSpan?, isPermanent: Bool)
    /// Nobody knows whether the provider took it.
    case unknown(code: String)
    /// The credentials are no longer good; the same request may succeed with new ones.
    case reauth
}
