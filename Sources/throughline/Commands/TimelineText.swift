import Core

/// One line of a timeline for a person: when, what, through which channel, and the words that explain it.
struct TimelineText {
    /// The zone times are shown in; UTC when there is none.
    var zone = Zone.utc
    /// The most characters of a message's words that are shown.
    var width = Int.max

    /// A line of an event as the API gives it.
    func line(_ event: JSON) -> String {
        let name = EventType(wireName: event["type"]?.string ?? "")?.rawValue ?? "?"
        let time = event["time"]?.string.flatMap { Timestamp(rfc3339: $0) }.map(clock) ?? ""
        let channel = event["channel"]?.string ?? ""
        let head = "  \(time)  \(pad(name, 20)) \(pad(channel, 7))"
        return Terminal.safe((head + " " + words(name, event)).trimmingEnd)
    }

    private func clock(_ time: Timestamp) -> String {
        let local = zone.local(time)
        return "\(local.date) \(Self.clock(local.secondOfDay))"
    }

    private static func clock(_ second: Int) -> String {
        [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// What a person wants to read of each kind of event.
    private func words(_ name: String, _ event: JSON) -> String {
        let data = event["data"] ?? .null
        switch name {
        case "contact.deferred":
            let why = "\(text(data["rule"])) · \(text(data["explain"]))"
            return "until \(text(data["until"])) · \(why)\(evidence(data))\(citation(data))"
        case "contact.denied", "contact.cancelled":
            return "\(text(data["rule"] ?? data["reason"])) · \(text(data["explain"]))\(citation(data))"
        case "contact.allowed": return "\(text(data["template"])) for \(text(data["purpose"]))"
        case "delivery.accepted": return quoted(data["text"]) ?? data["url"]?.string ?? text(data["kind"])
        case "delivery.refused", "delivery.unknown": return text(data["code"])
        case "persona.assigned": return "\(text(data["persona"])) · \(text(data["explain"]))"
        case "playbook.step": return "\(text(data["playbook"])): \(text(data["step"])) \(text(data["outcome"]))"
        case "playbook.entered", "playbook.exited":
            return [data["playbook"], data["reason"]].compactMap { $0?.string }.joined(separator: ": ")
        case "message.received", "consent.revoked": return quoted(data["text"] ?? data["verbatim"]) ?? ""
        default: return money(data) ?? ""
        }
    }

    /// Where it is written.
    private func citation(_ data: JSON) -> String {
        data["cite"]?.array?.first?.string.map { " · \($0)" } ?? ""
    }

    /// What time it is in every place where the person may be.
    private func evidence(_ data: JSON) -> String {
        guard let times = data["evidence"]?["local_times"]?.object else { return "" }
        let list = times.members.map { "\($0.name) \(($0.value.string ?? "").dropFirst(11).prefix(5))" }
        return list.isEmpty ? "" : " · " + list.joined(separator: ", ")
    }

    private func money(_ data: JSON) -> String? {
        guard let amount = (data["amount"] ?? data["balance"])?.int else { return nil }
        return Money.spelled(amount, currency: data["currency"]?.string ?? "USD")
    }

    private func quoted(_ value: JSON?) -> String? {
        value?.string.map { $0.count > width ? "“\($0.prefix(width))…”" : "“\($0)”" }
    }

    private func text(_ value: JSON?) -> String { value?.string ?? "" }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension String {
    /// Without spaces at the end.
    var trimmingEnd: String {
        var text = self
        while text.last == " " || text.last == "·" { text.removeLast() }
        return text
    }
}
