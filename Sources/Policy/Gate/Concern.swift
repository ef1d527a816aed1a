import Core

/// Whether a rule concerns a contact.
enum Concern {
    case no
    case yes
    /// An exemption could not be evaluated, and why.
    case failed(String)
}

extension Rule {
    /// Whether the rule concerns a contact at an instant; what cannot be known never takes a contact out of a rule.
    func concern(with moment: Moment) -> Concern {
        let proposal = moment.inquiry.proposal
        guard actors.isEmpty || actors.contains(where: proposal.actor.hasSameBytes), isInForce(at: moment),
            holds(in: moment.inquiry.places), scope.includes(moment.inquiry)
        else { return .no }
        return exemption(at: moment)
    }

    private func isInForce(at moment: Moment) -> Bool {
        guard let effective else { return true }
        let dates = moment.inquiry.places.dates(moment.now)
        return effective.from.map { $0 <= dates.last } ?? true && effective.to.map { dates.first <= $0 } ?? true
    }

    private func holds(in places: Places) -> Bool {
        guard let jurisdiction else { return true }
        if let state = jurisdiction.state, !places.states.contains(state) { return false }
        guard let locality = jurisdiction.locality else { return true }
        return places.locality.map { $0.lowercased() == locality.lowercased() } ?? false
    }

    private func exemption(at moment: Moment) -> Concern {
        var failure: String?
        for exemption in scope.exemptions {
            switch exemption.answer(at: moment) {
            case .yes: return .no
            case .failed(let why): failure = failure ?? why
            case .no: break
            }
        }
        return failure.map(Concern.failed) ?? .yes
    }

    /// When the rule ends everywhere the customer may be.
    func end(in places: Places) -> Timestamp? {
        guard let last = effective?.to else { return nil }
        return (places.zones.isEmpty ? [.utc] : places.zones).map { $0.startOfDay(last.adding(days: 1)) }.max()
    }
}

extension Scope {
    func includes(_ inquiry: Inquiry) -> Bool {
        let proposal = inquiry.proposal
        return (actions.isEmpty || actions.contains("contact"))
            && (channels.isEmpty || channels.contains(inquiry.channel))
            && (recipients.isEmpty || recipients.contains(kindOfRecipient(proposal.recipient)))
            && (lines.isEmpty || lines.contains(inquiry.line(of: proposal.address)))
            && includes(mode: proposal.mode, of: inquiry.channel)
    }

    /// A call of which nobody says how it is dialled may be dialled in any way.
    private func includes(mode: String?, of channel: Channel) -> Bool {
        guard !modes.isEmpty else { return true }
        return mode.map(modes.contains) ?? (channel.medium == .voice)
    }
}

extension Exemption {
    func answer(at moment: Moment) -> Predicate.Answer {
        let proposal = moment.inquiry.proposal
        return switch self {
        case .when(let predicate): predicate.answer(moment.bindings())
        case .purposes(let names): names.contains(where: proposal.purpose.hasSameBytes) ? .yes : .no
        case .recipients(let names): names.contains(kindOfRecipient(proposal.recipient)) ? .yes : .no
        }
    }
}
