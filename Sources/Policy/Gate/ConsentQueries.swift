import Core

/// What the customer agreed to and refused.
extension FactsQueries {
    /// `revoked` after a refusal, `express` after consent, `implied` when the customer wrote or called from there, else
    /// `none`.
    func consent(_ channel: Channel) -> String {
        let address = addressProposed(on: channel)
        guard let word = lastWord(on: channel, address: address) else {
            return inbound(channel, address: address, within: nil) ? "implied" : "none"
        }
        seen?.note([word.event])
        return word.isConsent ? "express" : "revoked"
    }

    /// The last word on a medium or on an address of it; in doubt the refusal (``Preference/lastWord(of:)``).
    func lastWord(on channel: Channel, address: String?) -> Preference? {
        let words = facts.preferences.filter { word in
            word.channel.medium == channel.medium && isSame(word.address, address, on: channel)
        }
        return Preference.lastWord(of: words)
    }

    /// Whether the customer gave a kind of consent that still holds: not taken back, not run out, given within so far
    /// back, for this account and address.
    ///
    /// A kind is a channel, or what a consent event says in `scope`: `call_frequency`, `inconvenient_time`, ….
    /// Consent to more calls ends with the next conversation and after seven days, the day it was given being the first
    /// (12 CFR 1006.14(b)(3)(i), comment 14(b)(3)(i)-2).
    func consented(_ kind: String, address: String?, within lookback: Lookback?) -> Bool {
        let isForCalls = kind == "call_frequency"
        let grants = facts.events.filter { event in
            event.type == .consentGranted && event.time <= now && isConsent(event, kind, address)
                && reaches(event.time, lookback, in: zones) && !hasRunOut(event)
                && (!isForCalls || (reaches(event.time, .days(6), in: zones) && !hasTalked(since: event.time)))
        }
        let refusals = facts.events.filter { event in
            event.refusesEveryChannel || (event.isRefusal && isConsent(event, kind, address))
        }
        let holding = grants.filter { grant in refusals.allSatisfy(grant.outlasts) }
        seen?.note(holding.map(\.id))
        return !holding.isEmpty
    }

    private func isConsent(_ event: Event, _ kind: String, _ address: String?) -> Bool {
        let kinds = [event.channel?.rawValue, event.data["channel"]?.string, event.data["scope"]?.string]
        return kinds.contains { $0?.hasSameBytes(as: kind) ?? false } && isAboutAccount(event)
            && isSame(event.address, address, on: Channel(rawValue: kind))
    }

    private func isAboutAccount(_ event: Event) -> Bool {
        let debts = event.data["debts"]?.array?.compactMap { $0.string.flatMap { AccountKey($0) } } ?? []
        return debts.isEmpty ? concernsAccount(event.account) : debts.contains(where: concernsAccount)
    }

    /// Whether the last date (or instant) the consent names is over in some place.
    private func hasRunOut(_ grant: Event) -> Bool {
        guard let text = grant.data["expires"]?.string else { return false }
        if let instant = Timestamp(rfc3339: text) { return instant < now }
        guard let date = Timestamp(rfc3339: text + "T00:00:00Z").map({ CivilDate(day: $0.seconds / 86_400) }) else {
            return true
        }
        return (zones.isEmpty ? [.utc] : zones).contains { $0.local(now).date > date }
    }

    private func hasTalked(since time: Timestamp) -> Bool {
        facts.attempts.contains { attempt in
            attempt.channel.medium == .voice && time < attempt.time && attempt.time < now
                && ["conversation", "unknown_connected"].contains(attempt.knownOutcome)
                && (attempt.debts.isEmpty || attempt.debts.contains(where: concernsAccount))
        }
    }

    /// Whether nothing tells two addresses apart.
    func isSame(_ left: String?, _ right: String?, on channel: Channel) -> Bool {
        guard let left, let right else { return true }
        return sameAddress(left, right, kind: channel.addressKind)
    }

    /// The address of the proposed contact, when it goes through this medium.
    func addressProposed(on channel: Channel) -> String? {
        proposal.flatMap { $0.channel.medium == channel.medium ? $0.address : nil }
    }
}

extension Channel {
    /// The medium a refusal is about (12 CFR 1006.14(h)): a ringless voicemail is a telephone call.
    var medium: Channel { counted == .voicemailDrop ? .voice : counted }
}
