import Core

/// Which attempts a rule counts.
struct Selector: Sendable {
    /// Outcomes that count, or all but some.
    enum Outcomes: Sendable {
        case any
        case only([String])
        case not([String])

        func contain(_ outcome: String) -> Bool {
            switch self {
            case .any: true
            case .only(let names): names.contains(outcome)
            case .not(let names): !names.contains(outcome)
            }
        }
    }

    /// What takes an attempt out of the count.
    enum Exclusion: Sendable {
        /// The number turned out to be somebody else's.
        case misdirected
        /// The person had agreed to it (the kind of consent).
        case consent(String)
        /// It went to one of these.
        case recipients([String])
    }

    var direction: Direction?
    /// Empty is any.
    var channels: [Channel] = []
    /// Dial modes; empty is any.
    var modes: [String] = []
    var outcomes = Outcomes.any
    /// Only what we placed ourselves, not another collector before us.
    var isOurs = false
    /// Kinds of line; empty is any.
    var lines: [String] = []
    /// Whether answers to what the person just sent do not count.
    var leavesOutReplies = false
    var exclusions: [Exclusion] = []

    /// Whether a rule looks at an attempt at all.
    func concerns(_ attempt: Attempt) -> Bool {
        if let direction, attempt.direction != direction { return false }
        if !channels.isEmpty, !channels.contains(attempt.channel.counted) { return false }
        return modes.isEmpty || attempt.mode.map(modes.contains) ?? true
    }

    /// Why an attempt that a rule looks at does not count; nil when it does.
    func objection(to attempt: Attempt, per keys: [CountKey], in inquiry: Inquiry) -> String? {
        if !outcomes.contain(attempt.knownOutcome) { return attempt.outcome }
        if leavesOutReplies, attempt.isReply { return "reply" }
        let needsDetail = isOurs || keys.contains(.person) || !exclusions.isEmpty
        let detail = needsDetail ? inquiry.detail(of: attempt) : AttemptDetail()
        if isOurs, !detail.isOurs { return "placed_by_another" }
        if !lines.isEmpty, !lines.contains(inquiry.line(of: attempt.address)) { return "another_line" }
        if let key = keys.first(where: { !inquiry.isSame($0, attempt, detail) }) { return "another_\(key.rawValue)" }
        return exclusions.lazy.compactMap { $0.objection(to: attempt, detail, in: inquiry) }.first
    }
}

extension Selector.Exclusion {
    fileprivate func objection(to attempt: Attempt, _ detail: AttemptDetail, in inquiry: Inquiry) -> String? {
        switch self {
        case .misdirected: detail.isMisdirected || inquiry.wasWrong(attempt) ? "misdirected" : nil
        case .recipients(let names): names.contains(kindOfRecipient(detail.recipient)) ? "recipient" : nil
        case .consent(let kind):
            inquiry.queries(at: attempt.time).consented(kind, address: attempt.address, within: nil) ? "consent" : nil
        }
    }
}

extension Attempt {
    /// How it ended; a call of which nobody has said yet how it ended was one whose content nobody knows.
    var knownOutcome: String {
        channel.medium == .voice && ["in_progress", "sent", "unknown"].contains(outcome) ? "unknown_connected" : outcome
    }
}

/// What the timeline says about an attempt beyond ``Attempt``.
struct AttemptDetail: Sendable {
    /// Who was reached: `consumer`, `spouse`, `third_party:…`.
    var recipient = "consumer"
    /// Whether we placed it ourselves.
    var isOurs = true
    /// Whether somebody else answered.
    var isMisdirected = false
}

/// `third_party` of `third_party:neighbour`.
func kindOfRecipient(_ recipient: String) -> String {
    String(recipient.prefix { $0 != ":" })
}
