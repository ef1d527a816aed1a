import Core

/// How far back a rule counts, and when what it counted drops out.
struct CountingWindow: Sendable {
    enum Kind: Sendable, Equatable {
        /// Dates at the customer's place: the proposed contact's and those before it.
        case calendar(days: Int64)
        /// Time that has passed.
        case elapsed(TimeSpan)
        /// Since the last such day of the week (0 for Sunday), that day included.
        case week(start: Int)
    }

    let kind: Kind
    /// Whether the date of the event is the first of the days; otherwise the day after it is.
    let countsDayOfEvent: Bool

    /// Whether something that happened at `time` still counts at `now`.
    ///
    /// What is dated ahead of us counts.
    func holds(_ time: Timestamp, at now: Timestamp, in zone: Zone) -> Bool { now < release(of: time, in: zone) }

    /// When something that happened at `time` no longer counts.
    func release(of time: Timestamp, in zone: Zone) -> Timestamp {
        switch kind {
        case .elapsed(let span): time.adding(span)
        case .calendar(let days):
            zone.startOfDay(zone.local(time).date.adding(days: days + (countsDayOfEvent ? 0 : 1)))
        case .week(let start): zone.startOfDay(Self.endOfWeek(of: zone.local(time).date, start: start))
        }
    }

    private static func endOfWeek(of date: CivilDate, start: Int) -> CivilDate {
        date.adding(days: Int64(7 - (date.weekday - start + 7) % 7))
    }

    /// The dates it looks at, for a person.
    func evidence(at now: Timestamp, in zone: Zone) -> JSON {
        let today = zone.local(now).date
        switch kind {
        case .elapsed(let span): return ["seconds": .int(span.microseconds / 1_000_000)]
        case .calendar(let days):
            return dates(today.adding(days: countsDayOfEvent ? 1 - days : -days), today, zone)
        case .week(let start): return dates(Self.endOfWeek(of: today, start: start).adding(days: -7), today, zone)
        }
    }

    private func dates(_ first: CivilDate, _ last: CivilDate, _ zone: Zone) -> JSON {
        ["from": .string(first.description), "to": .string(last.description), "zone": .string(zone.name)]
    }
}
