import Core

/// Entries of the quarantine for a person.
struct QuarantineText {
    /// Characters of a body that are shown.
    private static let shown = 8 * 1024

    let now: Timestamp

    /// A line per entry, then what helps, once for each kind of trouble.
    func list(_ entries: [JSON]) -> [String] {
        guard !entries.isEmpty else { return ["Nothing is in quarantine."] }
        let widths = ["number", "source", "stage"].map { name in entries.map { word($0, name).count }.max() ?? 0 }
        var hints: [String] = []
        for hint in entries.map({ QuarantineHint($0).text }) where !hints.contains(hint) { hints.append(hint) }
        return entries.map { line($0, widths) } + [""] + hints.map(Terminal.safe)
    }

    /// An entry with its request.
    func page(_ entry: JSON) -> [String] {
        let head = [
            "\(word(entry, "number")) of \(word(entry, "source")), \(word(entry, "received")) (\(age(entry)))",
            "\(word(entry, "stage")): \(word(entry, "reason"))", "",
        ]
        let request = entry["request"] ?? .null
        let lines = head + ["\(word(request, "method")) \(word(request, "url"))"] + headers(request) + [""]
        let trial = "Every step: `throughline connector try --quarantine \(word(entry, "number"))`"
        return (lines + body(request) + ["", QuarantineHint(entry).text, trial]).map(Terminal.safe)
    }

    private func line(_ entry: JSON, _ widths: [Int]) -> String {
        let cells = zip(["number", "source", "stage"], widths).map { name, width in
            let word = word(entry, name)
            return word + String(repeating: " ", count: max(0, width - word.count))
        }
        let age = age(entry)
        let padding = String(repeating: " ", count: max(0, 11 - age.count))
        return Terminal.safe("\(cells.joined(separator: "  "))  \(age)\(padding)  \(word(entry, "reason"))")
    }

    private func headers(_ request: JSON) -> [String] {
        (request["headers"]?.object?.members ?? []).flatMap { member in
            (member.value.array ?? [member.value]).map { "\(member.name): \($0.string ?? "")" }
        }
    }

    private func body(_ request: JSON) -> [String] {
        guard let text = request["body"]?.string else {
            return ["The body is no text; --json gives it in Base64."]
        }
        let lines = text.prefix(Self.shown).split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        return lines + (text.count > Self.shown ? ["… and \(text.count - Self.shown) characters more"] : [])
    }

    private func age(_ entry: JSON) -> String {
        guard let time = entry["received"]?.string.flatMap({ Timestamp(rfc3339: $0) }) else { return "?" }
        let seconds = max(0, now.since(time).microseconds / 1_000_000)
        switch seconds {
        case ..<60: return "\(seconds) s ago"
        case ..<3600: return "\(seconds / 60) min ago"
        case ..<172_800: return "\(seconds / 3600) h ago"
        default: return "\(seconds / 86_400) d ago"
        }
    }

    private func word(_ entry: JSON, _ name: String) -> String {
        entry[name]?.string ?? entry[name]?.int.map { String($0) } ?? ""
    }
}

/// What became of entries, or would.
struct ReadmissionText {
    /// How many entries came to what.
    struct Count {
        var taken: Int64 = 0
        var staying: Int64 = 0
        /// Not in quarantine any more, or never.
        var gone: Int64 = 0
    }

    let isPlan: Bool

    func line(_ result: JSON) -> String {
        let head = [result["number"]?.int.map { String($0) }, result["source"]?.string, result["stage"]?.string]
        let place = head.compactMap(\.self).joined(separator: "  ")
        guard result["good"] == true else {
            return Terminal.safe("\(place)  stays: \(result["reason"]?.string ?? "")")
        }
        let parts = [items(result), events(result), awaiting(result), unreadable(result)].filter { !$0.isEmpty }
        return Terminal.safe("\(place)  \(isPlan ? "would be taken in" : "taken in"): \(parts.joined(separator: "; "))")
    }

    func summary(_ count: Count) -> String {
        let gone = count.gone == 0 ? "" : "\(count.gone) not in quarantine."
        if count.taken == 0, count.staying == 0 { return gone.isEmpty ? "Nothing such is in quarantine." : gone }
        let taken = isPlan ? "would be taken in" : count.taken == 1 ? "was taken in" : "were taken in"
        let staying = "\(count.staying) \(count.staying == 1 ? "stays" : "stay")."
        return "\n\(count.taken) \(taken), \(staying) \(gone)".trimmingEnd
    }

    private func items(_ result: JSON) -> String {
        let (new, known) = (result["items"]?.int ?? 0, result["known"]?.int ?? 0)
        let items = new == 1 ? "1 item" : "\(new) items"
        return known == 0 ? items : "\(items), \(known) known already"
    }

    private func events(_ result: JSON) -> String {
        (result["events"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    }

    private func awaiting(_ result: JSON) -> String {
        result["awaiting"]?.int.map { "\($0) to be completed by the provider" } ?? ""
    }

    private func unreadable(_ result: JSON) -> String {
        let reasons = (result["unreadable"]?.array ?? []).compactMap(\.string)
        return reasons.map { "cannot be read: \($0)" }.joined(separator: "; ")
    }
}
