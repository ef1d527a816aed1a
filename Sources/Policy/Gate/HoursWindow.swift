import Core

/// Hours of the day at which something may happen, half-open: `[open, close)` on the clock of every place.
///
/// One window has one opening and one closing a day. Where clocks are set back inside it, it opens at the second time
/// they show the opening and closes at the first time they show the closing, so that it never opens twice.
struct HoursWindow: Sendable {
    /// Where clocks are read.
    enum Where: Sendable {
        /// Wherever the customer may be, in all places at once.
        case allCandidates
        /// In one zone.
        case fixed(String)
    }

    let place: Where
    /// Seconds of the day.
    let open: Int
    /// Seconds of the day, up to 86 400.
    let close: Int
    /// Days of the week it opens on, 0 for Sunday.
    let weekdays: Set<Int>
    /// How far ahead an opening is looked for.
    static let horizonInDays: Int64 = 400

    /// Whether an instant lies inside in every zone.
    func contains(_ now: Timestamp, in zones: [Zone]) -> Bool {
        zones.allSatisfy { contains(now, in: $0) }
    }

    /// The first instant from `now` on that lies inside in every zone; nil when there is none within the horizon.
    func next(from now: Timestamp, in zones: [Zone]) -> Timestamp? {
        let limit = now.adding(.days(Self.horizonInDays))
        var instant = now
        while instant <= limit {
            guard let zone = zones.first(where: { !contains(instant, in: $0) }) else { return instant }
            guard let later = next(from: instant, in: zone), later > instant else { return nil }
            instant = later
        }
        return nil
    }

    private func contains(_ now: Timestamp, in zone: Zone) -> Bool {
        let hours = hours(of: zone.local(now).date, in: zone)
        return hours.map { $0.contains(now) } ?? false
    }

    private func next(from now: Timestamp, in zone: Zone) -> Timestamp? {
        let today = zone.local(now).date
        for days in 0...Self.horizonInDays {
            guard let hours = hours(of: today.adding(days: days), in: zone) else { continue }
            if hours.contains(now) { return now }
            if hours.lowerBound > now { return hours.lowerBound }
        }
        return nil
    }

    /// From when until when it is open on a date; nil when it stays shut.
    private func hours(of date: CivilDate, in zone: Zone) -> Range<Timestamp>? {
        guard weekdays.contains(date.weekday) else { return nil }
        let opening =
            zone.instants(date, secondOfDay: open).last ?? zone.firstInstant(notBefore: date, secondOfDay: open)
        let closing = zone.firstInstant(notBefore: date, secondOfDay: close)
        return opening < closing ? opening..<closing : nil
    }
}
