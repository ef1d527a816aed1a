import Core

/// An event as a sentence on a person's record in a CRM.
struct ActivityText {
    let event: Event

    /// Bytes of a person's own words that are repeated.
    private static let wordsLimit = 1000

    /// The sentence, with the account it is about.
    var text: String {
        let account = event.account.map { " Account \($0.description)." } ?? ""
        return sentence + account
    }

    private var sentence: String {
        let words = said ?? ""
        switch event.type.rawValue {
        case "payment.succeeded": return "Paid\(amount)."
        case "payment.failed": return "A payment\(amount) failed."
        case "payment.returned", "payment.refunded", "payment.charged_back", "payment.disputed":
            let fate = event.type.rawValue.dropFirst("payment.".count).replacing("_", with: " ")
            return "A payment\(amount) was \(fate)."
        case "loop.closed": return "Nothing is left to pay; contacts have stopped."
        case "consent.revoked": return "Asked not to be contacted\(medium) any more.\(words)"
        case "consent.granted": return "Agreed to be contacted\(medium).\(words)"
        case "cease.requested": return "Asked for no further contact.\(words)"
        case "message.received": return "Wrote\(medium).\(words)"
        case "promise.created": return "Promised to pay\(amount)."
        default: return "\(name).\(words)"
        }
    }

    /// `dispute.opened` as “Dispute opened”.
    private var name: String {
        let words = event.type.rawValue.replacing(".", with: " ").replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private var medium: String { event.channel.map { " by \($0.rawValue)" } ?? "" }

    /// The person's own words.
    private var said: String? {
        guard let said = (event.data["verbatim"] ?? event.data["text"])?.string, !said.isEmpty else { return nil }
        return " “\(said.utf8.count > Self.wordsLimit ? said.prefix(Self.wordsLimit / 4) + "…" : said[...])”"
    }

    private var amount: String {
        guard let amount = event.data["amount"]?.int else { return "" }
        return " \(Money.spelled(amount, currency: event.data["currency"]?.string ?? "USD"))"
    }
}
