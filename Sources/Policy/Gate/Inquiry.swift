import CEL
import Core

/// What the gate is asked: a contact, and all that is known about the customer.
///
/// Evaluated at any number of instants.
struct Inquiry: Sendable {
    let proposal: Proposal
    /// ``Channel/counted`` of the proposal's channel.
    let channel: Channel
    let facts: CustomerFacts
    let places: Places

    init(_ proposal: Proposal, facts: CustomerFacts, places: Places) {
        self.proposal = proposal
        channel = proposal.channel.counted
        self.facts = facts
        self.places = places
    }

    /// Attempts, but the proposed contact's own: it does not count against itself.
    var attempts: [Attempt] {
        guard let own = proposal.delivery else { return facts.attempts }
        return facts.attempts.filter { !$0.id.hasSameBytes(as: own) }
    }

    /// What expressions may ask, at an instant.
    func queries(at now: Timestamp, seen: SeenFacts? = nil) -> FactsQueries {
        FactsQueries(
            facts: facts,
            proposal: proposal,
            account: proposal.account,
            now: now,
            zones: places.zones,
            isLocated: !places.isUnknown,
            seen: seen
        )
    }

    /// The kind of line of a number; `unknown` when nobody said.
    func line(of address: String?) -> String {
        guard let address else { return "unknown" }
        let said = facts.events.last { event in
            event.type.family == "contact_point" && event.data["line"]?.string != nil
                && event.address.map { sameAddress($0, address, kind: .phone) } ?? false
        }
        return said?.data["line"]?.string ?? "unknown"
    }

    /// Whether an attempt and the proposed contact share what counts are kept apart by.
    ///
    /// An attempt of which nobody said what it was about was about everything.
    func isSame(_ key: CountKey, _ attempt: Attempt, _ detail: AttemptDetail) -> Bool {
        switch key {
        case .customer: true
        case .person: detail.recipient.hasSameBytes(as: proposal.recipient)
        case .debt: isAbout(attempt) { $0 == $1 || isOneDebt($0, $1) }
        case .account: isAbout(attempt) { $0 == $1 }
        case .creditor: isAbout(attempt) { $0.creditor == $1.creditor }
        case .number: isSameNumber(attempt)
        }
    }

    private func isAbout(_ attempt: Attempt, _ isSame: (AccountKey, AccountKey) -> Bool) -> Bool {
        guard let account = proposal.account, !attempt.debts.isEmpty else { return true }
        return attempt.debts.contains { isSame($0, account) }
    }

    /// Student loans serviced under one account number when they were obtained are one debt (12 CFR 1006.14(b)(4)).
    private func isOneDebt(_ left: AccountKey, _ right: AccountKey) -> Bool {
        guard let number = originalAccount(of: left) else { return false }
        return originalAccount(of: right)?.hasSameBytes(as: number) ?? false
    }

    private func originalAccount(of key: AccountKey) -> String? {
        facts.events.last { $0.account == key && $0.data["original_account"]?.string != nil }?
            .data["original_account"]?.string
    }

    private func isSameNumber(_ attempt: Attempt) -> Bool {
        guard let ours = proposal.address, let theirs = attempt.address else { return true }
        return sameAddress(ours, theirs, kind: channel.addressKind)
    }

    /// What the events of a call or message say about it.
    func detail(of attempt: Attempt) -> AttemptDetail {
        var detail = AttemptDetail()
        for event in facts.events where event.isAbout(attempt) { detail.take(event) }
        return detail
    }

    /// Whether an attempt went to a number or address that turned out to be somebody else's.
    func wasWrong(_ attempt: Attempt) -> Bool {
        guard let address = attempt.address else { return false }
        return facts.events.contains { event in
            event.type.rawValue == "wrong_party.reported"
                && (event.address ?? event.data["contact_point"]?.string)
                    .map { sameAddress($0, address, kind: attempt.channel.addressKind) } ?? false
        }
    }
}

extension Event {
    fileprivate func isAbout(_ attempt: Attempt) -> Bool {
        guard ["call", "message"].contains(type.family) else { return false }
        return [delivery, data[type.family]?.string, id].contains { $0?.hasSameBytes(as: attempt.id) ?? false }
    }
}

extension AttemptDetail {
    fileprivate mutating func take(_ event: Event) {
        if let reached = event.data["recipient"]?.string { recipient = reached }
        if let placer = event.data["placed_by"]?.string { isOurs = placer == "self" }
        switch event.data["party"]?.string {
        case "wrong": isMisdirected = true
        case "third" where recipient == "consumer": recipient = "third_party"
        default: break
        }
    }
}

/// Whether two spellings are one address.
func sameAddress(_ left: String, _ right: String, kind: Identifier.Kind?) -> Bool {
    func normal(_ text: String) -> String {
        kind.flatMap { Identifier(kind: $0, value: text) }?.value ?? text
    }
    return left.hasSameBytes(as: right) || normal(left).hasSameBytes(as: normal(right))
}
