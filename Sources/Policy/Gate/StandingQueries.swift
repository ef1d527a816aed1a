import Core

/// What stands against contact until something later lifts it.
///
/// In doubt it stands: what lifts it must be about the same account and outlast it (``Event/outlasts(_:)``).
extension FactsQueries {
    /// Whether an event of one type, about the account or none, stands that none of another type has lifted since.
    func stands(_ type: String, until lifting: String) -> Bool {
        stands(facts.events.filter { $0.type.rawValue.hasSameBytes(as: type) }, on: account) {
            $0.type.rawValue.hasSameBytes(as: lifting)
        }
    }

    /// Whether something was ever reported about the customer, on whatever account.
    func reported(_ type: String) -> Bool {
        let found = events(type, within: nil)
        seen?.note(found.map(\.id))
        return !found.isEmpty
    }

    /// Whether a flag is set on the account; with `anywhere`, on any account of the customer.
    func flagged(_ flag: String, anywhere: Bool) -> Bool {
        let said = facts.events.filter { $0.data["flag"]?.string?.hasSameBytes(as: flag) ?? false }
        let set = said.filter { $0.type.rawValue == "account.flag_set" }
        return stands(set, on: anywhere ? nil : account) {
            $0.type.rawValue == "account.flag_cleared" && $0.data["flag"]?.string?.hasSameBytes(as: flag) ?? false
        }
    }

    /// Whether the proposed address is known to be somebody else's or nobody's, and was not verified since.
    func isAddressWrong() -> Bool {
        guard let proposal else { return false }
        let verified = facts.events.filter { event in
            event.type.rawValue == "contact_point.verified" && event.pointNamed != nil
                && event.isAboutPoint(of: proposal)
        }
        let wrong = facts.events.filter { event in
            event.saysWrongPoint && event.isAboutPoint(of: proposal) && !verified.contains { $0.outlasts(event) }
        }
        seen?.note(wrong.map(\.id))
        return !wrong.isEmpty
    }

    private func stands(_ events: [Event], on account: AccountKey?, until lifts: (Event) -> Bool) -> Bool {
        let liftings = facts.events.filter(lifts)
        let standing = events.filter { event in
            let subject = event.subject
            guard account == nil || subject == nil || subject == account else { return false }
            return !liftings.contains { lifting in
                let isSame = lifting.subject == subject || (subject == nil && lifting.subject == account)
                return isSame && lifting.outlasts(event)
            }
        }
        seen?.note(standing.map(\.id))
        return !standing.isEmpty
    }
}

extension Event {
    /// The account it is about, also where it only says so in `debt`.
    fileprivate var subject: AccountKey? { account ?? data["debt"]?.string.flatMap { AccountKey($0) } }

    /// Whether it says that an address is not the customer's; a bounce of which nobody says that it will pass does.
    fileprivate var saysWrongPoint: Bool {
        switch type.rawValue {
        case "wrong_party.reported", "contact_point.invalidated": true
        case "message.bounced": data["hard"]?.bool != false
        default: false
        }
    }

    /// The address it is about; a token that is no address names none.
    fileprivate var pointNamed: String? {
        if let address { return address }
        let named = (data["contact_point"] ?? data["value"])?.string
        return named.flatMap { Identifier(kind: .email, value: $0) ?? Identifier(kind: .phone, value: $0) }?.value
    }

    /// Whether nothing tells the address it is about from the proposed one.
    fileprivate func isAboutPoint(of proposal: Proposal) -> Bool {
        let kind = proposal.channel.counted.addressKind
        if let pointNamed, let address = proposal.address { return sameAddress(pointNamed, address, kind: kind) }
        if let said = channel?.counted.addressKind ?? data["kind"]?.string.flatMap(Identifier.Kind.init(rawValue:)) {
            return said == kind
        }
        return channel.map { $0.counted == proposal.channel.counted } ?? true
    }
}
