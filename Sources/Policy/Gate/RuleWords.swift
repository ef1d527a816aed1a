import Core
import YAML

/// The closed lists of words rules are written in.
enum RuleWords {
    static let actions = ["contact", "furnish", "preauth_debit", "campaign_step"]
    static let modes = ["live_manual", "live_predictive", "prerecorded", "ai_voice", "autodialed"]
    static let lines = ["mobile", "landline", "work", "unknown"]
    /// Persons who are the consumer in the sense of 12 CFR 1006.6(a), then others.
    static let recipients = [
        "consumer", "spouse", "parent", "guardian", "representative", "successor", "third_party", "attorney", "cra",
        "creditor", "creditor_attorney", "collector_attorney",
    ]
    /// How calls and messages end (``Attempt/outcome``).
    static let outcomes = [
        "conversation", "no_answer", "no_answer_no_voicemail", "voicemail_lcm", "voicemail_left",
        "voicemail_reached_no_message", "mailbox_full", "answered_dropped", "answered_busy_no_discussion", "abandoned",
        "busy", "not_in_service", "not_connected", "in_progress", "unknown_connected", "sent", "failed", "unknown",
    ]
    static let evidence = [
        "location_evidence", "candidate_zones", "local_times", "counted_events", "excluded_events", "limit", "window",
    ]
    static let missingFacts = ["location", "debt_attribution", "outcome", "content"]
}

extension MappingReader {
    /// A text that is not empty.
    func word(_ key: String, _ need: Need = .optional) -> String? {
        guard let text = text(key, need) else { return nil }
        if !text.text.isEmpty { return text.text }
        problems.add("bad-value", "`\(key)` is empty", at: text)
        return nil
    }

    /// Words of a closed list.
    func choices(_ key: String, of words: [String]) -> [String] {
        list(key).compactMap { $0.choice("every element of `\(key)`", of: words, problems) }
    }

    /// Channels the gate knows; empty for `any`.
    func channels(_ key: String) -> [Channel] {
        guard let node = optional(key) else { return [] }
        if node.scalar != nil {
            _ = node.choice("`\(key)`", of: ["any"], problems)
            return []
        }
        let names = Channel.contacts.map(\.rawValue)
        return (node.list("`\(key)`", problems) ?? [])
            .compactMap { $0.choice("every element of `\(key)`", of: names, problems) }.map(Channel.init(rawValue:))
    }

    /// A date as `2026-09-01`.
    func date(_ key: String) -> CivilDate? {
        guard let text = text(key) else { return nil }
        if text.text.utf8.count == 10, let midnight = Timestamp(rfc3339: text.text + "T00:00:00Z") {
            return CivilDate(day: midnight.seconds / 86_400)
        }
        problems.add("bad-value", "`\(key)` must be a date", hint: "write year, month and day: `2026-09-01`", at: text)
        return nil
    }

    /// A time of day as `08:00`, in seconds.
    func timeOfDay(_ key: String) -> Int? {
        guard let text = text(key, .required) else { return nil }
        if let seconds = TimeOfDay.seconds(text.text) { return seconds }
        problems.add(
            "bad-value",
            "`\(key)` must be a time of day",
            hint: "write hours and minutes: `\"08:00\"`",
            at: text
        )
        return nil
    }

    /// What to do about missing facts.
    func missing(_ key: String) -> [String: Rule.Missing] {
        guard let reader = nested(key) else { return [:] }
        var missing: [String: Rule.Missing] = [:]
        for fact in RuleWords.missingFacts {
            if let text = reader.text(fact) { missing[fact] = Rule.Missing(text, problems) }
        }
        reader.finish()
        return missing
    }
}

extension Rule.Missing {
    /// Reads `deny`, `defer`, `treat_as(x)`, or a default by its name.
    fileprivate init?(_ text: SourceText, _ problems: Problems) {
        switch text.text {
        case "deny": self = .deny
        case "defer", "hold": self = .defer
        case "us50", "all_debts": self = .treatAs(text.text)
        case let other where other.hasPrefix("treat_as(") && other.hasSuffix(")"):
            self = .treatAs(String(other.dropFirst("treat_as(".count).dropLast()))
        default:
            let hint = "one of: deny, defer, us50, all_debts, treat_as(…)"
            problems.add("bad-value", "a missing fact cannot be met with `\(text.text)`", hint: hint, at: text)
            return nil
        }
    }
}
