import CEL
import Core

/// Arguments of ``FactsLibrary``'s functions; nil when they are none.
extension Call {
    /// A name of the vocabulary.
    func eventType(_ place: Int) -> String? {
        self[place].string.flatMap { EventType(rawValue: $0).isKnown ? $0 : nil }
    }

    /// A channel the gate knows.
    func channel(_ place: Int) -> Channel? {
        self[place].string.map { Channel(rawValue: $0).counted }.flatMap { Channel.contacts.contains($0) ? $0 : nil }
    }

    /// A channel the gate knows, or `any`.
    func channelOrAny(_ place: Int) -> Channel?? {
        self[place].string == "any" ? .some(nil) : channel(place).map(Optional.some)
    }

    /// An address that may be left out, or be null or empty, which is any.
    func address(_ place: Int) -> String?? {
        guard count > place, !self[place].isNull else { return .some(nil) }
        return self[place].string.map { $0.isEmpty ? nil : $0 }
    }

    /// A window that may be left out.
    func window(_ place: Int) -> Lookback?? {
        count > place ? Lookback(self[place]).map(Optional.some) : .some(nil)
    }

    /// `["08:00", "21:00"]`.
    func hours(_ place: Int) -> HoursWindow? {
        guard case .list(let ends) = self[place], ends.count == 2, let open = ends[0].string.flatMap(TimeOfDay.seconds),
            let close = ends[1].string.flatMap(TimeOfDay.seconds), open < close
        else { return nil }
        return HoursWindow(place: .allCandidates, open: open, close: close, weekdays: Set(0...6))
    }

    /// Whether the list that is the first argument has a name.
    func contains(_ name: String?) -> Value {
        guard case .list(let names) = self[0] else { return noOverload }
        return .bool(name.map { name in names.contains { $0.string?.hasSameBytes(as: name) ?? false } } ?? false)
    }

    /// The error of a function given what it cannot use.
    var refused: Value {
        fail(.invalidArgument, "an unknown event type, kind or channel, or no window such as `7d` or `48h`")
    }
}
