/// What a clock on some wall shows.
public struct LocalTime: Hashable, Sendable, CustomStringConvertible {
    /// The date.
    public let date: CivilDate
    /// Seconds since midnight on the clock, 0 to 86 399.
    public let secondOfDay: Int
    /// Seconds east of UTC.
    public let offset: Int

    /// A reading of a clock.
    public init(date: CivilDate, secondOfDay: Int, offset: Int) {
        self.date = date
        self.secondOfDay = secondOfDay
        self.offset = offset
    }

    /// The hour, 0 to 23.
    public var hour: Int { secondOfDay / 3600 }

    /// The minute of the hour, 0 to 59.
    public var minute: Int { secondOfDay / 60 % 60 }

    /// RFC 3339 with the local offset, which is cut to minutes: `2026-03-08T03:00:00-04:00`.
    public var description: String {
        let clock = [hour, minute, secondOfDay % 60].map { padded(Int64($0), to: 2) }.joined(separator: ":")
        let minutes = Int64(offset.magnitude / 60)
        let sign = offset < 0 ? "-" : "+"
        return "\(date)T\(clock)\(sign)\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
    }
}

extension Zone {
    /// What a clock shows at an instant; fractions of a second are cut.
    public func local(_ instant: Timestamp) -> LocalTime {
        let offset = offset(at: instant)
        let wall = instant.seconds + Int64(offset)
        let date = CivilDate(epochSeconds: wall)
        return LocalTime(date: date, secondOfDay: Int(wall - date.day * 86_400), offset: offset)
    }

    /// When a clock shows a time of a date: never when it is skipped, once, or twice, the earlier first.
    ///
    /// Second 86 400 is the next midnight.
    public func instants(_ date: CivilDate, secondOfDay: Int) -> [Timestamp] {
        let wall = Self.wallSeconds(date, secondOfDay)
        let shown = rules.offsets.reversed().filter { rules.type(at: wall - Int64($0)).offset == $0 }
        return shown.map { Timestamp(seconds: wall - Int64($0)) }
    }

    /// The first instant at which a clock shows a time of a date; when that time is skipped, the first after the gap.
    public func firstInstant(notBefore date: CivilDate, secondOfDay: Int) -> Timestamp {
        if let first = instants(date, secondOfDay: secondOfDay).first { return first }
        let wall = Self.wallSeconds(date, secondOfDay)
        // clocks jump over this time once between these two
        var early = wall - Int64(rules.offsets.last ?? 0) - 1
        var late = wall - Int64(rules.offsets.first ?? 0)
        while late - early > 1 {
            let middle = early + (late - early) / 2
            if middle + Int64(rules.type(at: middle).offset) < wall { early = middle } else { late = middle }
        }
        return Timestamp(seconds: late)
    }

    /// The first instant of a date: midnight, or the end of the gap where midnight is skipped.
    public func startOfDay(_ date: CivilDate) -> Timestamp {
        firstInstant(notBefore: date, secondOfDay: 0)
    }

    /// Seconds since the epoch on a clock that shows local time; dates beyond the range of timestamps are its ends.
    private static func wallSeconds(_ date: CivilDate, _ secondOfDay: Int) -> Int64 {
        let day = min(max(date.day, -dayLimit), dayLimit)
        return day * 86_400 + Int64(min(max(secondOfDay, -secondLimit), secondLimit))
    }

    /// Days from the epoch; timestamps reach a little less far.
    private static let dayLimit: Int64 = 110_000_000
    private static let secondLimit = 86_400 * 366
}

extension CivilDate {
    /// The date on a clock that shows so many seconds since 1970-01-01T00:00:00.
    init(epochSeconds seconds: Int64) {
        let day = seconds / 86_400
        self.init(day: seconds % 86_400 < 0 ? day - 1 : day)
    }
}
