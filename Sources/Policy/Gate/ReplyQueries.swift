import Core

/// What the customer sent us, and how we may answer.
extension FactsQueries {
    /// Whether the customer wrote or called through a channel, from an address.
    func inbound(_ channel: Channel, address: String?, within lookback: Lookback?) -> Bool {
        !inbounds(channel, address: address, within: lookback).isEmpty
    }

    /// The one answer in the medium the customer has just used (12 CFR 1006.14(h)(2)(ii), comment 6(b)(1)-2): within a
    /// day, and only if we have not answered yet.
    func isReplyOnceInSameMedium() -> Bool {
        guard let proposal, proposal.isReply else { return false }
        let asked = inbounds(proposal.channel, address: proposal.address, within: .span(.days(1)))
        guard let last = asked.map(\.time).max() else { return false }
        let isAnswered = facts.attempts.contains { attempt in
            attempt.direction == .outbound && attempt.isReply && attempt.time >= last && !isOwn(attempt)
                && attempt.channel.medium == proposal.channel.medium
        }
        return !isAnswered
    }

    /// The one confirmation of an opt-out (12 CFR 1006.14(h)(2)(i)): nothing has gone out on that medium since.
    func isOptOutConfirmationOnce() -> Bool {
        guard let proposal, proposal.purpose == "opt_out_confirmation",
            let word = lastWord(on: proposal.channel, address: proposal.address), !word.isConsent
        else { return false }
        return !facts.attempts.contains { attempt in
            attempt.direction == .outbound && attempt.time >= word.time && !isOwn(attempt)
                && attempt.channel.medium == proposal.channel.medium
                && isSame(attempt.address, proposal.address, on: proposal.channel)
        }
    }

    private func inbounds(_ channel: Channel, address: String?, within lookback: Lookback?) -> [Event] {
        facts.events.filter { event in
            event.isFromCustomer && event.channel?.medium == channel.medium
                && isSame(event.address, address, on: channel) && reaches(event.time, lookback, in: zones)
        }
    }
}

extension Event {
    /// Whether it is something the customer said, by whatever medium.
    fileprivate var isFromCustomer: Bool {
        if type == .messageReceived { return direction != .outbound }
        return direction == .inbound && ["call", "consent", "cease", "inbox"].contains(type.family)
    }
}
