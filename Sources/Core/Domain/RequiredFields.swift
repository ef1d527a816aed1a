/// A field that an event of some type must have.
public struct RequiredField: Sendable, Hashable {
    /// Its name in the event's data; of several any one will do, the first is the vocabulary's.
    public let names: [String]
    /// Whether a provider that reports such an event knows it: otherwise only who decides, charges or keeps the account
    /// does, and nobody asks a connector for it.
    public let isReported: Bool

    /// Reads `name`, `name|other` or `name*` for one that no provider reports.
    fileprivate init(_ text: Substring) {
        isReported = !text.hasSuffix("*")
        names = (isReported ? text : text.dropLast()).split(separator: "|").map(String.init)
    }
}

extension EventType {
    /// What an event of this type must say.
    public var requiredFields: [RequiredField] {
        (Vocabulary.required[rawValue] ?? "").split(separator: " ").map(RequiredField.init)
    }
}

extension Event {
    /// The names of required fields that it lacks.
    ///
    /// What has a place of its own counts for the field: the channel, the direction, the identifiers, the contact point
    /// for its token, and the account for creditor and debt.
    public var missingFields: [String] {
        type.requiredFields.filter { !$0.names.contains(where: has) }.compactMap(\.names.first)
    }

    private func has(_ name: String) -> Bool {
        if let value = data[name], value != .null { return true }
        return switch RequiredField.place(of: name) {
        case .channel: channel != nil
        case .direction: direction != nil
        case .identifiers: !identifiers.isEmpty
        case .address: address != nil
        case .account: account != nil
        case nil: false
        }
    }
}

extension RequiredField {
    /// A place outside of an event's data.
    public enum Place: String, Sendable {
        case channel
        case direction
        case identifiers
        case address
        case account
    }

    /// Where else a field may stand.
    public static func place(of name: String) -> Place? {
        switch name {
        case "to_token", "value_token", "contact_point": .address
        case "creditor", "debt", "debts": .account
        default: Place(rawValue: name)
        }
    }
}

extension Vocabulary {
    /// The fields that are written bold in the vocabulary, by type.
    ///
    /// `reason` stands for the code of a decline too, as most processors call it. Types that only we write are missing.
    fileprivate static let required = [
        "account.placed": "balance currency creditor oldest_due",
        "account.updated": "changes",
        "account.balance_changed": "balance delta* cause*",
        "account.bucket_changed": "from to as_of",
        "account.flag_set": "flag reason evidence*",
        "account.flag_cleared": "flag by* reason",
        "account.recalled": "reason",
        "account.closed": "outcome",
        "customer.created": "identifiers attributes*",
        "customer.updated": "identifiers attributes*",
        "customer.observed": "identifiers attributes*",
        "contact_point.added": "kind value_token origin*",
        "contact_point.verified": "kind value_token method",
        "contact_point.invalidated": "kind value_token why",
        "consent.granted": "channel scope proof*",
        "consent.revoked": "channel scope method verbatim*",
        "preference.declared": "channel|time|language value",
        "cease.requested": "scope verbatim* written*",
        "message.sent": "message to_token",
        "message.delivered": "message",
        "message.failed": "message reason permanent",
        "message.bounced": "message hard reason",
        "message.opened": "message machine",
        "message.clicked": "message link machine",
        "message.received": "message text",
        "message.complained": "message",
        "call.initiated": "call mode* to_token* caller_id*",
        "call.answered": "call by*",
        "call.no_answer": "call reason",
        "call.voicemail": "call",
        "call.abandoned": "call wait_ms* message_played*",
        "call.conversation": "call party* debts* refused_phone*",
        "call.completed": "call direction result* connected*",
        "portal.session.started": "session via_message* authenticated",
        "portal.verified": "session method fields",
        "portal.offer.presented": "session offer kind amount terms expires",
        "portal.session.abandoned": "session last_step",
        "offer.countered": "offer proposed round",
        "offer.declined": "offer proposed round",
        "offer.expired": "offer proposed round",
        "settlement.accepted": "offer amount due",
        "settlement.fulfilled": "offer paid",
        "settlement.breached": "offer paid",
        "promise.created": "promise amount due origin*",
        "promise.kept": "promise paid tolerance* grace_d*",
        "promise.broken": "promise paid tolerance* grace_d*",
        "promise.invalidated": "promise paid tolerance* grace_d*",
        "plan.created": "plan installments origin*",
        "plan.breached": "plan installments origin*",
        "plan.completed": "plan installments origin*",
        "payment.processing": "payment amount method",
        "payment.succeeded": "payment amount origin* fee*",
        "payment.failed": "payment amount decline|reason hard* attempt*",
        "payment.refunded": "payment amount reason*",
        "payment.disputed": "payment amount reason",
        "payment.charged_back": "payment amount reason",
        "payment.posted": "payment ledger_ref balance_after",
        "dispute.opened": "reason debt verification_ref*",
        "dispute.resolved": "reason debt verification_ref*",
        "hardship.reported": "kind verbatim",
        "bankruptcy.reported": "case since",
        "attorney.named": "name contact",
        "wrong_party.reported": "contact_point verbatim*",
        "complaint.received": "about channel regulator* verbatim",
        "provider.failed": "provider status attempt* next*",
        "provider.circuit_changed": "provider state",
    ]
}
