import Core
import YAML

extension MappingReader {
    /// Which attempts count.
    func selector() -> Selector {
        var selector = Selector()
        selector.direction = direction()
        selector.channels = channels("channels")
        selector.modes = choices("modes", of: RuleWords.modes)
        if let outcomes = nested("outcome") { selector.outcomes = outcomes.outcomes() }
        selector.isOurs = choice("placed_by", of: ["self"]) != nil
        selector.lines = choices("to_line", of: RuleWords.lines)
        selector.leavesOutReplies = bool("not_reply") ?? false
        selector.exclusions = list("exclude").compactMap { Selector.Exclusion($0, problems) }
        finish()
        return selector
    }

    private func direction() -> Direction? {
        switch choice("dir", of: ["out", "in", "any"]) {
        case "out": .outbound
        case "in": .inbound
        default: nil
        }
    }

    /// `{in: […]}` or `{not_in: […]}`.
    private func outcomes() -> Selector.Outcomes {
        let key = has("in") ? "in" : "not_in"
        let names = choices(key, of: RuleWords.outcomes)
        finish()
        if node[key]?.elements?.isEmpty ?? true {
            problems.add("bad-value", "`outcome` has either `in` or `not_in`, with at least one word", at: node)
        }
        return key == "in" ? .only(names) : .not(names)
    }

    /// How far back is counted: `{days: 7}` or `{minutes: 5}`, with `kind` and `first_day`.
    func countingWindow() -> CountingWindow? {
        let days = int("days", in: 1...400).map(Int64.init)
        let minutes = int("minutes", in: 1...400 * 24 * 60).map(Int64.init)
        let kind = choice("kind", of: Self.windowKinds) ?? (minutes == nil ? "calendar" : "elapsed")
        let countsDayOfEvent = choice("first_day", of: ["event", "next"]) != "next"
        finish()
        let counted: CountingWindow.Kind? =
            switch (kind, days, minutes) {
            case ("calendar", let days?, nil): .calendar(days: days)
            case ("elapsed", let days?, nil): .elapsed(.days(days))
            case ("elapsed", nil, let minutes?): .elapsed(.seconds(minutes * 60))
            case ("business_week", nil, nil): .week(start: 1)
            case (_, nil, nil): Self.weekStart(kind).map(CountingWindow.Kind.week)
            default: nil
            }
        guard let counted else {
            let hint = "for example `days: 7`, `minutes: 5`, or `kind: week(sun)` alone"
            problems.add("bad-window", "this says not how long the window is", hint: hint, at: node)
            return nil
        }
        return CountingWindow(kind: counted, countsDayOfEvent: countsDayOfEvent)
    }

    static let windowKinds = ["calendar", "elapsed", "business_week"] + Weekday.names.map { "week(\($0))" }

    private static func weekStart(_ kind: String) -> Int? {
        Weekday.names.firstIndex { kind == "week(\($0))" }
    }
}

extension Selector.Exclusion {
    /// Reads `misdirected`, `consent(KIND)` or `recipient(WHO, …)`.
    fileprivate init?(_ node: Node, _ problems: Problems) {
        guard let source = node.text("every element of `exclude`", problems) else { return nil }
        let parts = source.text.split(separator: "(", maxSplits: 1)
        let inside = parts.count == 2 && source.text.hasSuffix(")") ? String(parts[1].dropLast()) : ""
        let names = inside.split(separator: ",").map { String($0.filter { $0 != " " }) }
        switch (parts.first, names.count) {
        case ("misdirected", 0) where parts.count == 1: self = .misdirected
        case ("consent", 1): self = .consent(names[0])
        case ("recipient", 1...) where names.allSatisfy(RuleWords.recipients.contains): self = .recipients(names)
        default:
            let hint = "one of: misdirected, consent(KIND), recipient(WHO, …)"
            problems.add("bad-value", "nothing is excluded by `\(source.text)`", hint: hint, at: source)
            return nil
        }
    }
}
