/// What clocks do from some time on, every year alike: a POSIX TZ string with the wider hours of RFC 9636
/// section 3.3.1, such as `EST5EDT,M3.2.0,M11.1.0`.
struct PosixRule: Sendable {
    /// A second time in the year, and when it begins and ends.
    struct Daylight: Sendable {
        let type: LocalTimeType
        /// On standard clocks.
        let start: YearlyMoment
        /// On daylight clocks.
        let end: YearlyMoment
    }

    /// What clocks show outside daylight time.
    let standard: LocalTimeType
    /// Nil where clocks never change.
    let daylight: Daylight?

    /// Everything clocks ever show.
    var types: [LocalTimeType] { [standard] + (daylight.map { [$0.type] } ?? []) }

    /// What clocks show at an instant, in seconds since the epoch.
    func type(at seconds: Int64) -> LocalTimeType {
        guard let daylight else { return standard }
        return isDaylight(daylight, at: seconds) ? daylight.type : standard
    }

    /// The instants of a year's changes, in seconds since the epoch; none where clocks never change.
    func changes(in year: Int64) -> [Int64] {
        guard let daylight else { return [] }
        return [start(of: daylight, in: year), end(of: daylight, in: year)]
    }

    private func start(of daylight: Daylight, in year: Int64) -> Int64 {
        daylight.start.wallSeconds(in: year) - Int64(standard.offset)
    }

    private func end(of daylight: Daylight, in year: Int64) -> Int64 {
        daylight.end.wallSeconds(in: year) - Int64(daylight.type.offset)
    }

    /// Whether the last change before an instant was to daylight time.
    ///
    /// Hours reach a week beyond their day, so that the changes of the years before and after count as well. Of two at
    /// once the change to daylight time counts: so all-year daylight time is written.
    private func isDaylight(_ daylight: Daylight, at seconds: Int64) -> Bool {
        let year = CivilDate(epochSeconds: seconds + Int64(standard.offset)).parts.year
        var latest = Int64.min
        var isDaylight = false
        for year in year - 1...year + 1 {
            let start = start(of: daylight, in: year)
            let end = end(of: daylight, in: year)
            if end <= seconds, end > latest { (latest, isDaylight) = (end, false) }
            if start <= seconds, start >= latest { (latest, isDaylight) = (start, true) }
        }
        return isDaylight
    }
}

/// A moment that comes once a year.
struct YearlyMoment: Sendable {
    /// How the day is named.
    enum Day: Sendable {
        /// `Mm.w.d`: a weekday (0 for Sunday) of a week (1 to 5, 5 for the last) of a month.
        case weekday(Int64, week: Int64, month: Int64)
        /// `Jn`: 1 to 365, February 29 never counted.
        case withoutLeapDay(Int64)
        /// `n`: 0 to 365, February 29 counted.
        case ordinal(Int64)
    }

    let day: Day
    /// Seconds from midnight; up to a week before or after.
    let second: Int64

    /// Seconds since the epoch on a clock that shows local time.
    func wallSeconds(in year: Int64) -> Int64 { date(in: year).day * 86_400 + second }

    private func date(in year: Int64) -> CivilDate {
        switch day {
        case .weekday(let weekday, let week, let month):
            Self.date(of: weekday, week: week, month: month, year: year)
        case .withoutLeapDay(let number):
            // counted from March 1 the leap day does not matter
            number < 60
                ? CivilDate(year: year, month: 1, dayOfMonth: number)
                : CivilDate(year: year, month: 3, dayOfMonth: 1).adding(days: number - 60)
        case .ordinal(let number):
            CivilDate(year: year, month: 1, dayOfMonth: 1).adding(days: number)
        }
    }

    private static func date(of weekday: Int64, week: Int64, month: Int64, year: Int64) -> CivilDate {
        let first = CivilDate(year: year, month: month, dayOfMonth: 1)
        let date = first.adding(days: (weekday - Int64(first.weekday) + 7) % 7 + (week - 1) * 7)
        return date.parts.month == month ? date : date.adding(days: -7)
    }
}
