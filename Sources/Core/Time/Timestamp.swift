/// An instant: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since the epoch; negative before it.
    public let microseconds: Int64

    /// The instant so many microseconds after the epoch.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The instant so many whole seconds after the epoch; saturates outside the range.
    public init(seconds: Int64) {
        let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : value
    }

    /// Whole seconds since the epoch, rounded down.
    public var seconds: Int64 {
        let whole = microseconds / 1_000_000
        return microseconds % 1_000_000 < 0 ? whole - 1 : whole
    }

    /// The earlier instant comes first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// The instant `span` later; saturates at the ends of the range.
    public func adding(_ span: TimeSpan) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(span.microseconds)
        return Timestamp(microseconds: overflow ? (span.microseconds < 0 ? .min : .max) : sum)
    }

    /// The time from `earlier` to this instant; saturates at the ends of the range.
    public func since(_ earlier: Timestamp) -> TimeSpan {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        return TimeSpan(microseconds: overflow ? (self < earlier ? .min : .max) : difference)
    }

    /// RFC 3339 in UTC, with as many fraction digits as are needed (none, three or six).
    public var description: String {
        let date = CivilDate(day: dayNumber)
        // the day's start may lie outside 64 bits, the rest of a division does not
        let rest = microseconds % 86_400_000_000
        let inDay = rest < 0 ? rest + 86_400_000_000 : rest
        let clock = [inDay / 3_600_000_000, inDay / 60_000_000 % 60, inDay / 1_000_000 % 60]
        let fraction = inDay % 1_000_000
        let tail =
            fraction == 0
            ? "" : fraction % 1000 == 0 ? "." + padded(fraction / 1000, to: 3) : "." + padded(fraction, to: 6)
        return "\(date)T\(clock.map { padded($0, to: 2) }.joined(separator: ":"))\(tail)Z"
    }

    private var dayNumber: Int64 {
        let whole = microseconds / 86_400_000_000
        return microseconds % 86_400_000_000 < 0 ? whole - 1 : whole
    }
}

/// A length of time in microseconds; negative for the past.
public struct TimeSpan: Hashable, Comparable, Sendable {
    /// Microseconds.
    public let microseconds: Int64

    /// So many microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// So many seconds; saturates outside the range.
    public static func seconds(_ count: Int64) -> TimeSpan {
        TimeSpan(microseconds: Timestamp(seconds: count).microseconds)
    }

    /// So many milliseconds; saturates outside the range.
    public static func milliseconds(_ count: Int64) -> TimeSpan {
        let (value, overflow) = count.multipliedReportingOverflow(by: 1000)
        return TimeSpan(microseconds: overflow ? (count < 0 ? .min : .max) : value)
    }

    /// So many days of 24 hours.
    public static func days(_ count: Int64) -> TimeSpan {
        let (value, overflow) = count.multipliedReportingOverflow(by: 86_400)
        return .seconds(overflow ? (count < 0 ? .min : .max) : value)
    }

    /// The shorter span comes first.
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.microseconds < right.microseconds }

    /// Reads `90s`, `15m`, `36h`, `4d`, `500ms`; nil for anything else.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), !digits.isEmpty else { return nil }
        let scale: Int64
        switch text.dropFirst(digits.count) {
        case "ms": scale = 1000
        case "s": scale = 1_000_000
        case "m": scale = 60_000_000
        case "h": scale = 3_600_000_000
        case "d": scale = 86_400_000_000
        default: return nil
        }
        let (value, overflow) = count.multipliedReportingOverflow(by: scale)
        guard !overflow else { return nil }
        self.init(microseconds: value)
    }
}
