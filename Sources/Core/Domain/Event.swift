/// One fact on a timeline, CloudEvents-shaped.
///
/// `source` and `id` together name it once and for ever.
public struct Event: Sendable {
    /// Unique within its source.
    public var id: String
    /// The source that reported it, or `throughline` for what we decided ourselves.
    public var source: String
    /// What happened.
    public var type: EventType
    /// When it happened, as the source says; receipt time when it does not say.
    public var time: Timestamp
    /// When we stored it.
    public var recorded: Timestamp
    /// Whom it is about, once resolved.
    public var customer: String?
    /// The account it is about, when known.
    public var account: AccountKey?
    /// What it came through.
    public var channel: Channel?
    /// Which way it went.
    public var direction: Direction?
    /// The contact point it concerns: a phone number or an email address.
    public var address: String?
    /// Values that point to the customer.
    public var identifiers: [Identifier]
    /// The delivery of ours it reports on.
    public var delivery: String?
    /// The id of the event that led to it.
    public var cause: String?
    /// Who read it: `connector@version`, or the part of us that decided.
    public var readBy: String
    /// The digest of the policy it was decided by.
    public var policy: String?
    /// Fields of its type (`vocabulary`).
    public var data: JSONObject

    /// A fact.
    public init(
        id: String,
        source: String,
        type: EventType,
        time: Timestamp,
        recorded: Timestamp,
        customer: String? = nil,
        account: AccountKey? = nil,
        channel: Channel? = nil,
        direction: Direction? = nil,
        address: String? = nil,
        identifiers: [Identifier] = [],
        delivery: String? = nil,
        cause: String? = nil,
        readBy: String = Event.ownSource,
        policy: String? = nil,
        data: JSONObject = [:]
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.time = time
        self.recorded = recorded
        self.customer = customer
        self.account = account
        self.channel = channel
        self.direction = direction
        self.address = address
        self.identifiers = identifiers
        self.delivery = delivery
        self.cause = cause
        self.readBy = readBy
        self.policy = policy
        self.data = data
    }

    /// The source of what we decided ourselves.
    public static let ownSource = "throughline"

    /// The order of a timeline: by time, then source, then id.
    public static func isEarlier(_ left: Event, _ right: Event) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if !left.source.hasSameBytes(as: right.source) { return left.source.bytesPrecede(right.source) }
        return left.id.bytesPrecede(right.id)
    }
}
