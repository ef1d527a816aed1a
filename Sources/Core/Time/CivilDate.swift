/// A date of the proleptic Gregorian calendar, without a time zone.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let day: Int64

    /// The date so many days after 1970-01-01.
    public init(day: Int64) {
        self.day = day
    }

    /// The date of a year, a month (1 to 12) and a day of the month (1 to 31).
    public init(year: Int64, month: Int64, dayOfMonth: Int64) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayOfMonth - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        day = era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    public var parts: (year: Int64, month: Int64, dayOfMonth: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isEarly = month >= 10
        return (
            yearOfEra + era * 400 + (isEarly ? 1 : 0),
            isEarly ? month - 9 : month + 3,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    /// 0 for Sunday to 6 for Saturday.
    public var weekday: Int {
        let rest = (day + 4) % 7
        return Int(rest < 0 ? rest + 7 : rest)
    }

    /// `YYYY-MM-DD` (RFC 3339 full-date).
    public var description: String {
        let (year, month, dayOfMonth) = parts
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(dayOfMonth, to: 2))"
    }

    /// The earlier date comes first.
    public static func < (left: CivilDate, right: CivilDate) -> Bool { left.day < right.day }

    /// The date `days` later, or earlier when negative.
    public func adding(days: Int64) -> CivilDate { CivilDate(day: day &+ days) }
}

/// A number with leading zeros.
func padded(_ value: Int64, to width: Int) -> String {
    let digits = String(value.magnitude)
    return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}
