/// The name of a fact from the vocabulary, such as `payment.succeeded`.
public struct EventType: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The bare name.
    public let rawValue: String

    /// Any name; ``isKnown`` tells whether it is in the vocabulary.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The bare name.
    public var description: String { rawValue }

    /// The name on the wire: `io.throughline.<name>.v1`.
    public var wireName: String { "io.throughline.\(rawValue).v1" }

    /// Reads a wire name or a bare one; nil when it is not in the vocabulary.
    public init?(wireName: String) {
        var name = wireName
        if name.hasPrefix("io.throughline."), name.hasSuffix(".v1") {
            name = String(name.dropFirst("io.throughline.".count).dropLast(".v1".count))
        }
        self.init(rawValue: name)
        guard isKnown else { return nil }
    }

    /// Whether the vocabulary has this name.
    public var isKnown: Bool { Vocabulary.names.contains(rawValue) }

    /// The part before the first point: `payment`, `message`.
    public var family: String { String(Substring(rawValue.utf8.prefix { $0 != UInt8(ascii: ".") })) }
}

extension EventType {
    /// An account was given to us.
    public static let accountPlaced = EventType(rawValue: "account.placed")
    /// Facts of an account changed.
    public static let accountUpdated = EventType(rawValue: "account.updated")
    /// The creditor's balance is now this.
    public static let accountBalanceChanged = EventType(rawValue: "account.balance_changed")
    /// The creditor takes the account back.
    public static let accountRecalled = EventType(rawValue: "account.recalled")
    /// The account is over.
    public static let accountClosed = EventType(rawValue: "account.closed")
    /// A person agreed to a channel.
    public static let consentGranted = EventType(rawValue: "consent.granted")
    /// A person refuses a channel.
    public static let consentRevoked = EventType(rawValue: "consent.revoked")
    /// A person wants no more contact (12 CFR 1006.6(c)).
    public static let ceaseRequested = EventType(rawValue: "cease.requested")
    /// A message left for a person.
    public static let messageSent = EventType(rawValue: "message.sent")
    /// A message came from a person.
    public static let messageReceived = EventType(rawValue: "message.received")
    /// Money arrived.
    public static let paymentSucceeded = EventType(rawValue: "payment.succeeded")
    /// The chase is over because somebody paid.
    public static let loopClosed = EventType(rawValue: "loop.closed")
    /// How a person prefers to be helped.
    public static let personaAssigned = EventType(rawValue: "persona.assigned")
    /// A run began.
    public static let playbookEntered = EventType(rawValue: "playbook.entered")
    /// A step of a run ended.
    public static let playbookStep = EventType(rawValue: "playbook.step")
    /// A run ended.
    public static let playbookExited = EventType(rawValue: "playbook.exited")
    /// The gate allows a contact.
    public static let contactAllowed = EventType(rawValue: "contact.allowed")
    /// The gate allows a contact later.
    public static let contactDeferred = EventType(rawValue: "contact.deferred")
    /// The gate refuses a contact.
    public static let contactDenied = EventType(rawValue: "contact.denied")
    /// A queued contact was taken back.
    public static let contactCancelled = EventType(rawValue: "contact.cancelled")
    /// A provider's list had something that no webhook had told us.
    public static let gapFound = EventType(rawValue: "gap.found")
    /// A queued contact came too late.
    public static let contactExpired = EventType(rawValue: "contact.expired")
    /// A provider took a delivery.
    public static let deliveryAccepted = EventType(rawValue: "delivery.accepted")
    /// A provider provably did not take a delivery.
    public static let deliveryRefused = EventType(rawValue: "delivery.refused")
    /// Nobody knows whether the provider took a delivery.
    public static let deliveryUnknown = EventType(rawValue: "delivery.unknown")
}

/// The closed list of event names (`docs` lists what each needs).
public enum Vocabulary {
    /// Every name, sorted by family.
    public static let names: Set<String> = [
        "account.placed", "account.created", "account.updated", "account.balance_changed", "account.bucket_changed",
        "account.flag_set", "account.flag_cleared", "account.recalled", "account.closed",
        "customer.created", "customer.updated", "customer.observed",
        "contact_point.added", "contact_point.verified", "contact_point.invalidated",
        "identity.linked", "identity.merge_proposed", "identity.merged", "identity.merge_blocked", "identity.split",
        "identity.link_blocked", "identity.value_blocked", "identity.unresolved",
        "consent.granted", "consent.revoked", "preference.declared", "cease.requested",
        "persona.assigned", "experiment.assigned",
        "playbook.entered", "playbook.step", "playbook.paused", "playbook.resumed", "playbook.exited",
        "contact.planned", "contact.allowed", "contact.deferred", "contact.denied", "contact.cancelled",
        "contact.expired", "contact.unknown",
        "delivery.created", "delivery.accepted", "delivery.refused", "delivery.unknown", "delivery.expired",
        "message.sent", "message.delivered", "message.failed", "message.bounced", "message.opened", "message.clicked",
        "message.received", "message.complained",
        "call.initiated", "call.answered", "call.no_answer", "call.voicemail", "call.abandoned", "call.conversation",
        "call.completed",
        "portal.session.started", "portal.verified", "portal.offer.presented", "portal.session.abandoned",
        "offer.countered", "offer.declined", "offer.expired", "settlement.accepted", "settlement.fulfilled",
        "settlement.breached",
        "promise.created", "promise.kept", "promise.broken", "promise.invalidated",
        "plan.created", "plan.breached", "plan.completed", "plan.installment_scheduled",
        "payment.processing", "payment.succeeded", "payment.failed", "payment.retry_scheduled", "payment.refunded",
        "payment.disputed", "payment.charged_back", "payment.returned", "payment.posted",
        "loop.closed", "loop.broken",
        "dispute.opened", "dispute.resolved", "hardship.reported", "bankruptcy.reported", "attorney.named",
        "wrong_party.reported", "complaint.received",
        "provider.failed", "provider.circuit_changed", "policy.published",
        "inbox.received", "inbox.classified", "gap.found", "sending.changed", "kill_switch.on", "kill_switch.off",
    ]
}
