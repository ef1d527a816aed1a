/// One outbound call to a provider: a row of the outbox.
public struct Delivery: Sendable {
    /// What it is for.
    public enum Kind: String, Sendable {
        /// Reaches a person; passes the gate again before it leaves.
        case contact
        /// Asks a processor for a payment link.
        case paymentLink = "payment_link"
        /// Tells a CRM.
        case writeBack = "write_back"
    }

    /// Where it stands.
    ///
    /// Moves only forward, as drawn in `docs/deliveries.md`.
    public enum State: String, Sendable {
        case queued
        case dispatching
        case accepted
        case refused
        case unknown
        case cancelled
        case expired

        /// Whether nothing more will happen by itself.
        public var isFinal: Bool { self != .queued && self != .dispatching }
    }

    /// Random, and the provider's idempotency key where it takes one.
    public let id: String
    /// What it is for.
    public var kind: Kind
    /// Whom it concerns.
    public var customer: String
    /// The account it concerns.
    public var account: AccountKey?
    /// Whose policy and senders apply.
    public var creditor: String
    /// What it goes through.
    public var channel: Channel
    /// Where it goes.
    public var address: String?
    /// The source (configured provider) that performs it.
    public var source: String
    /// The connector's action.
    public var action: String
    /// The action's input.
    public var input: JSONObject
    /// Why (``Proposal/purpose``).
    public var purpose: String
    /// The template it was made from.
    public var template: String?
    /// The run that waits for it.
    public var run: String?
    /// The event that led to it.
    public var cause: String?
    /// Whether it answers something the person has just sent.
    public var isReply: Bool
    /// Where it stands.
    public var state: State
    /// Not before this.
    public var due: Timestamp
    /// Not after this; then it ends loudly as expired.
    public var expires: Timestamp?
    /// When it was queued.
    public var created: Timestamp
    /// Tries so far.
    public var attempts: Int
    /// The token of the present claim; a write with an older one is refused.
    public var fence: Int64
    /// The provider's id, once it took it.
    public var providerID: String?
    /// What the provider gave back: a link's `url`, for example.
    public var result: JSONObject
    /// The last failure, in a word.
    public var lastError: String?

    /// A queued delivery.
    public init(
        id: String,
        kind: Kind,
        customer: String,
        account: AccountKey?,
        creditor: String,
        channel: Channel,
        address: String?,
        source: String,
        action: String,
        input: JSONObject,
        purpose: String,
        due: Timestamp,
        created: Timestamp
    ) {
        self.id = id
        self.kind = kind
        self.customer = customer
        self.account = account
        self.creditor = creditor
        self.channel = channel
        self.address = address
        self.source = source
        self.action = action
        self.input = input
        self.purpose = purpose
        self.due = due
        self.created = created
        isReply = false
        state = .queued
        attempts = 0
        fence = 0
        result = [:]
    }
}

extension Delivery {
    /// The id under which the decision of the present try is stored.
    public var decisionID: String { "\(id):\(fence)" }

    /// The contact it is, as the gate is asked about it.
    public func proposal(actor: String) -> Proposal {
        var proposal = Proposal(
            creditor: creditor,
            actor: actor,
            customer: customer,
            channel: channel,
            address: address,
            account: account
        )
        proposal.purpose = purpose
        proposal.isReply = isReply
        proposal.delivery = id
        proposal.template = template
        return proposal
    }
}
