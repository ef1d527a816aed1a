extension CustomerFacts {
    /// Folds a timeline (in its order) and the ledger into facts.
    ///
    /// Pure: the same input gives the same facts, however often the events arrived. The order they arrived in matters
    /// for one thing only: a refusal that comes late stands above consent we stored before it.
    public static func fold(
        customer: String,
        identifiers: [Identifier],
        events: [Event],
        ledger: [LedgerRow]
    ) -> CustomerFacts {
        var facts = CustomerFacts(customer: customer)
        facts.identifiers = identifiers
        facts.events = events
        var money = AccountFold()
        var calls = AttemptFold(ledger: ledger)
        for event in events {
            facts.apply(event)
            money.apply(event)
            calls.apply(event)
        }
        facts.accounts = money.accounts
        facts.attempts = calls.attempts
        facts.preferences.sort(by: Preference.isEarlier)
        facts.locations = facts.locationEvidence()
        return facts
    }

    private mutating func apply(_ event: Event) {
        switch event.type.rawValue {
        case "customer.created", "customer.updated", "customer.observed":
            attributes = attributes.merging(event.data["attributes"]?.object ?? [:])
        case "consent.granted", "consent.revoked", "message.complained":
            preferences += event.channelsSpokenOf.map { Preference(event, channel: $0) }
        case "cease.requested":
            ceases.append(Cease(event: event.id, time: event.time, account: event.account))
        case "preference.declared":
            if let value = event.data["channel"]?.string { attributes["declared_channel"] = .string(value) }
        default: break
        }
    }

    private func locationEvidence() -> [LocationEvidence] {
        var found: [LocationEvidence] = []
        if let state = attributes["address"]?["state"]?.string ?? attributes["state"]?.string {
            found.append(LocationEvidence(kind: .address, value: state))
        }
        if let zone = attributes["time_zone"]?.string { found.append(LocationEvidence(kind: .declared, value: zone)) }
        return found + addresses(of: .phone).map { LocationEvidence(kind: .phone, value: $0) }
    }
}

extension Event {
    /// When what it says was said: no later than we stored it, so that a fast clock puts no consent above a refusal.
    package var said: Timestamp { min(time, recorded) }

    /// Whether what permits stands above what forbids: said later, and not stored earlier.
    ///
    /// A refusal that reaches us late holds, whatever was stored before it.
    package func outlasts(_ refusal: Event) -> Bool { said > refusal.said && recorded >= refusal.recorded }

    /// Whether it takes consent back.
    package var isRefusal: Bool { type == .consentRevoked || type.rawValue == "message.complained" }

    /// Whether it refuses all channels: it names none that the gate knows, and no kind of consent that is narrower.
    package var refusesEveryChannel: Bool { isRefusal && channelNamed == nil && !isNarrow }

    /// The channels that a word on consent is about: the one it names; all when a refusal names none.
    ///
    /// Consent that names none, or is narrower than a channel, agrees to none.
    fileprivate var channelsSpokenOf: [Channel] {
        if refusesEveryChannel { return Channel.contacts }
        return channelNamed.flatMap { isRefusal || !isNarrow ? [$0] : nil } ?? []
    }

    private var channelNamed: Channel? {
        [channel, data["channel"]?.string.map(Channel.init(rawValue:))].lazy.compactMap { $0?.counted }
            .first(where: Channel.contacts.contains)
    }

    /// Whether it is about something narrower than a channel: consent to more calls or to an hour takes no refusal of
    /// the channel back.
    private var isNarrow: Bool { Self.narrowScopes.contains(data["scope"]?.string ?? "") }

    private static let narrowScopes = ["call_frequency", "inconvenient_time", "prerecorded_voice", "esign"]
}

extension Preference {
    fileprivate init(_ event: Event, channel: Channel) {
        let isWhole = event.data["scope"]?.string == "channel" || event.refusesEveryChannel
        self.init(
            event: event.id,
            time: event.said,
            recorded: event.recorded,
            channel: channel,
            address: isWhole ? nil : event.address,
            isConsent: event.type == .consentGranted
        )
    }

    /// By time; a refusal comes after consent of the same instant.
    fileprivate static func isEarlier(_ left: Preference, _ right: Preference) -> Bool {
        left.time != right.time ? left.time < right.time : left.isConsent && !right.isConsent
    }
}

/// Balances from money events.
///
/// A payment counts once however many events report it.
struct AccountFold {
    private(set) var accounts: [AccountKey: Account] = [:]
    private var countedPayments: Set<String> = []

    mutating func apply(_ event: Event) {
        guard let key = event.account else { return }
        var account = accounts[key] ?? Account(key: key)
        switch event.type.rawValue {
        case "account.placed", "account.created":
            account.placedAt = event.time
            account.ended = nil
            read(event.data, into: &account)
        case "account.updated":
            read(event.data["changes"]?.object ?? event.data, into: &account)
        case "account.balance_changed":
            account.balance = max(0, event.data["balance"]?.int ?? account.balance)
        case "account.recalled": account.ended = "recalled"
        case "account.closed": account.ended = event.data["outcome"]?.string ?? "closed"
        case "account.flag_set": if let flag = event.data["flag"]?.string { account.flags.insert(flag) }
        case "account.flag_cleared": if let flag = event.data["flag"]?.string { account.flags.remove(flag) }
        case "payment.succeeded":
            guard countedPayments.insert(paymentID(of: event)).inserted else { return }
            account.balance = max(0, account.balance &- max(0, event.data["amount"]?.int ?? 0))
        case "payment.refunded", "payment.returned", "payment.charged_back":
            account.balance =
                account.balance.addingReportingOverflow(max(0, event.data["amount"]?.int ?? 0)).partialValue
        default: break
        }
        accounts[key] = account
    }

    private func read(_ data: JSONObject, into account: inout Account) {
        if let balance = data["balance"]?.int { account.balance = max(0, balance) }
        if let currency = data["currency"]?.string { account.currency = currency }
        if let due = data["oldest_due"]?.string.flatMap({ Timestamp(rfc3339: $0 + "T00:00:00Z") }) {
            account.oldestDue = CivilDate(day: due.seconds / 86_400)
        }
    }

    private func paymentID(of event: Event) -> String {
        event.data["payment"]?.string ?? "\(event.source)/\(event.id)"
    }
}
