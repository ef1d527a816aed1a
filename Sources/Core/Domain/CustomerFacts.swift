/// What we know about a customer at one moment: a fold over the timeline and the ledger, nothing else.
public struct CustomerFacts: Sendable {
    /// The customer's id.
    public let customer: String
    /// Names and values the CRM gave: `first_name`, `address`, `time_zone`, `declared_channel`.
    public var attributes: JSONObject = [:]
    /// Everything that points to the customer.
    public var identifiers: [Identifier] = []
    /// The customer's accounts by key.
    public var accounts: [AccountKey: Account] = [:]
    /// Where the customer may be.
    public var locations: [LocationEvidence] = []
    /// Who said yes or no to which channel, in order of time; a refusal of everything is one for each channel.
    public var preferences: [Preference] = []
    /// Requests to stop all contact, in order of time.
    public var ceases: [Cease] = []
    /// Calls, messages and letters, in order of time.
    public var attempts: [Attempt] = []
    /// The whole timeline in its order.
    public var events: [Event] = []

    /// Nothing known yet.
    public init(customer: String) {
        self.customer = customer
    }

    /// The addresses of a kind, in the order they became known.
    public func addresses(of kind: Identifier.Kind) -> [String] {
        identifiers.filter { $0.kind == kind }.map(\.value)
    }

    /// The last word on a channel: about this address, or about the channel as a whole.
    public func preference(for channel: Channel, address: String?) -> Preference? {
        Preference.lastWord(
            of: preferences.filter { word in
                word.channel == channel && (word.address == nil || address == nil || word.address == address)
            }
        )
    }
}

/// One thing that says where a customer may be (12 CFR 1006.6(b)(1), comment 6(b)(1)(i)-2).
public struct LocationEvidence: Hashable, Sendable {
    /// What kind of thing says it.
    public enum Kind: String, Sendable {
        /// A postal address: the value is a US state.
        case address
        /// A telephone number: the value is E.164.
        case phone
        /// The person or the CRM named an IANA zone.
        case declared
    }

    /// What kind of thing says it.
    public let kind: Kind
    /// A state (`TX`), a number (`+1512…`) or a zone (`America/Chicago`).
    public let value: String

    /// A piece of evidence.
    public init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// A person's yes or no to a channel or to one address on it.
public struct Preference: Sendable {
    /// The event that says so.
    public let event: String
    /// When it was said; never later than ``recorded``.
    public let time: Timestamp
    /// When we stored it.
    public let recorded: Timestamp
    /// The channel it is about.
    public let channel: Channel
    /// The address it is about; nil for the whole channel.
    public let address: String?
    /// Whether the person agreed.
    public let isConsent: Bool

    /// The word that holds among words about one thing.
    ///
    /// Consent holds when it was said later than every refusal and was not stored before one of them; otherwise the
    /// latest refusal does.
    public static func lastWord(of words: [Preference]) -> Preference? {
        let refusals = words.filter { !$0.isConsent }
        let consents = words.filter { word in word.isConsent && refusals.allSatisfy(word.outlasts) }
        return (consents.isEmpty ? refusals : consents).max { $0.time < $1.time }
    }

    private func outlasts(_ refusal: Preference) -> Bool { time > refusal.time && recorded >= refusal.recorded }
}

/// A refusal of all further contact (12 CFR 1006.6(c)).
public struct Cease: Sendable {
    /// The event that says so.
    public let event: String
    /// When we received it.
    public let time: Timestamp
    /// The account it is about; nil for all.
    public let account: AccountKey?
}
