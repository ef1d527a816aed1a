public import Connectors
public import Core
public import Policy

/// What the outbound half needs to know: how to call, in whose name, and under which policy.
///
/// A reload makes another one; deliveries whose permit is granted end by the one it was granted by.
public struct OutboundConfiguration: Sendable {
    /// Sources by name.
    public let sources: [String: Source]
    /// Creditors by id.
    public let creditors: [String: Creditor]
    /// The gate and the words.
    public let policy: PolicyBook
    /// The public base URL of this daemon, for callbacks.
    public let publicURL: PublicURL
    /// Calls under way at once.
    public var concurrency = 128
    /// How long a permit is good for.
    ///
    /// Its contact leaves within this time or not at all.
    public var permitLifetime = Duration.seconds(5)
    /// What may not leave until we have caught up with providers; asked for each time permits are granted.
    public var hold: @Sendable () -> ContactHold = { ContactHold() }
    /// When refused deliveries come back.
    public var retries = RetrySchedule()

    /// A configuration of its parts.
    public init(
        sources: [String: Source],
        creditors: [String: Creditor],
        policy: PolicyBook,
        publicURL: PublicURL
    ) {
        self.sources = sources
        self.creditors = creditors
        self.policy = policy
        self.publicURL = publicURL
    }

    /// Where a provider reports on a delivery: the source's own hook, naming the delivery.
    func callbackURL(for delivery: Delivery) -> String {
        "\(publicURL.text)/hooks/\(delivery.source)?delivery=\(delivery.id)"
    }
}
