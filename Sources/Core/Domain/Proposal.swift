/// One contact somebody wants to make, as the gate is asked about it.
public struct Proposal: Sendable {
    /// Whose policy applies.
    public var creditor: String
    /// What kind of party the creditor's business makes us: `third_party_collector`, `debt_buyer`,
    /// `first_party_creditor`, `servicer_pre_default`.
    public var actor: String
    /// Whom it concerns.
    public var customer: String
    /// Who would be reached: `consumer`, `spouse`, `third_party`.
    public var recipient = "consumer"
    /// What it would go through.
    public var channel: Channel
    /// Where it would go.
    public var address: String?
    /// The account it is about.
    public var account: AccountKey?
    /// Why: `collection`, `receipt`, `opt_out_confirmation`, `required_notice`.
    public var purpose = "collection"
    /// Dial mode, for calls.
    public var mode: String?
    /// Whether it answers something the person has just sent.
    public var isReply = false
    /// The delivery that asks, when there is one already; it does not count against itself.
    public var delivery: String?
    /// The playbook's or trigger's template.
    public var template: String?

    /// A contact.
    public init(
        creditor: String,
        actor: String,
        customer: String,
        channel: Channel,
        address: String?,
        account: AccountKey?
    ) {
        self.creditor = creditor
        self.actor = actor
        self.customer = customer
        self.channel = channel
        self.address = address
        self.account = account
    }
}
