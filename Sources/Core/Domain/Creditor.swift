/// Whose receivables these are, and what differs by that: the legal actor, senders, providers, what may leave.
public struct Creditor: Sendable {
    /// What happens to contacts on a channel.
    public enum Sending: String, Sendable, CaseIterable {
        /// Decided and recorded; nothing leaves.
        case shadow
        /// Leaves.
        case live
    }

    /// The key in `config.yaml` and in every account.
    public let id: String
    /// The name people know.
    public let name: String
    /// `third_party_collector`, `debt_buyer`, `first_party_creditor` or `servicer_pre_default`.
    public let actor: String
    /// What happens on each channel; a channel that is not named sends nothing.
    public let sending: [Channel: Sending]
    /// Sources by what they do for us: `sms`, `email`, `payment_link`, `crm`.
    public let providers: [String: [String]]
    /// The sender on each channel.
    public let senders: [Channel: String]
    /// Events the CRM is told of.
    public let writeBack: [EventType]
    /// The template of the receipt for a payment.
    public let receipt: String?
    /// The template of the one confirmation of an opt-out (12 CFR 1006.14(h)(2)(i), 47 CFR 64.1200(a)(12)).
    public let optOutConfirmation: String?

    /// A creditor.
    public init(
        id: String,
        name: String,
        actor: String,
        sending: [Channel: Sending],
        providers: [String: [String]],
        senders: [Channel: String],
        writeBack: [EventType],
        receipt: String? = nil,
        optOutConfirmation: String? = nil
    ) {
        self.id = id
        self.name = name
        self.actor = actor
        self.sending = sending
        self.providers = providers
        self.senders = senders
        self.writeBack = writeBack
        self.receipt = receipt
        self.optOutConfirmation = optOutConfirmation
    }

    /// What actors there are.
    public static let actors = ["third_party_collector", "debt_buyer", "first_party_creditor", "servicer_pre_default"]
}
