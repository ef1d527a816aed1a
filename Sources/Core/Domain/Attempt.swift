/// One try to reach somebody that may count: a call, a message, a letter; ours or reported to us.
public struct Attempt: Sendable {
    /// The provider's id of the call or message, our delivery id, or the event's id.
    public let id: String
    /// When it happened.
    public var time: Timestamp
    /// What it went through.
    public var channel: Channel
    /// Which way it went.
    public var direction: Direction
    /// How it ended: `conversation`, `voicemail_lcm`, `voicemail_left`, `no_answer`, `busy`, `not_in_service`,
    /// `not_connected`, `in_progress`, `unknown_connected`; messages are `sent`, `failed` or `unknown`.
    public var outcome: String
    /// The debts it concerned.
    ///
    /// Empty when nobody said: then it counts for every debt.
    public var debts: [AccountKey]
    /// The number or address it went to or came from.
    public var address: String?
    /// Whether it answered something the person had just sent.
    public var isReply: Bool
    /// Dial mode, when it was a call.
    public var mode: String?

    /// An attempt.
    public init(
        id: String,
        time: Timestamp,
        channel: Channel,
        direction: Direction,
        outcome: String,
        debts: [AccountKey] = [],
        address: String? = nil,
        isReply: Bool = false,
        mode: String? = nil
    ) {
        self.id = id
        self.time = time
        self.channel = channel
        self.direction = direction
        self.outcome = outcome
        self.debts = debts
        self.address = address
        self.isReply = isReply
        self.mode = mode
    }
}

/// One countable contact, reserved in the transaction that permitted it.
///
/// Only proof of non-acceptance releases it.
public struct LedgerRow: Sendable {
    /// The delivery it was reserved for.
    public let delivery: String
    /// Whom it may have reached.
    public let customer: String
    /// The account it was about.
    public let account: AccountKey?
    /// What it went through.
    public let channel: Channel
    /// Where it went.
    public let address: String?
    /// Wall time of the permit.
    public let wallTime: Timestamp
    /// Which boot of the machine ``bootTime`` belongs to.
    public let bootID: String
    /// Microseconds since that boot.
    public let bootTime: Int64
    /// Whether it answered something the person had just sent.
    public let isReply: Bool

    /// A row.
    public init(
        delivery: String,
        customer: String,
        account: AccountKey?,
        channel: Channel,
        address: String?,
        wallTime: Timestamp,
        bootID: String,
        bootTime: Int64,
        isReply: Bool
    ) {
        self.delivery = delivery
        self.customer = customer
        self.account = account
        self.channel = channel
        self.address = address
        self.wallTime = wallTime
        self.bootID = bootID
        self.bootTime = bootTime
        self.isReply = isReply
    }
}
