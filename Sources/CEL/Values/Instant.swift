public import Core

/// An instant of the expression language: nanoseconds, years 1 to 9999, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z in seconds since the epoch.
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// 1970-01-01T00:00:00Z.
    static let epoch = Instant(Timestamp(seconds: 0))

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int64
    /// Nanoseconds of the second, 0 to 999 999 999.
    public let nanoseconds: Int32

    /// The instant so many seconds and nanoseconds after the epoch; nil outside the years 1 to 9999, or when the
    /// nanoseconds are not those of one second.
    public init?(seconds: Int64, nanoseconds: Int64 = 0) {
        guard Self.range.contains(seconds), 0...999_999_999 ~= nanoseconds else { return nil }
        self.seconds = seconds
        self.nanoseconds = Int32(truncatingIfNeeded: nanoseconds)
    }

    /// The instant of a timestamp; one outside the years 1 to 9999 is moved to the first or the last second of them.
    public init(_ timestamp: Timestamp) {
        seconds = min(max(timestamp.seconds, Self.range.lowerBound), Self.range.upperBound)
        let rest = (timestamp.microseconds % 1_000_000 + 1_000_000) % 1_000_000
        nanoseconds = Int32(truncatingIfNeeded: rest * 1000)
    }

    /// The instant so many microseconds after the epoch; nil outside the years 1 to 9999.
    init?(microseconds: Int64) {
        let timestamp = Timestamp(microseconds: microseconds)
        self.init(timestamp)
        guard seconds == timestamp.seconds else { return nil }
    }

    /// The same instant in microseconds, rounded down.
    public var timestamp: Timestamp {
        Timestamp(microseconds: seconds * 1_000_000 + Int64(nanoseconds) / 1000)
    }

    /// The earlier instant comes first.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.seconds == right.seconds ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
    }
}

/// A length of time of the expression language, in nanoseconds: 292 years at most, negative for the past.
public struct Interval: Hashable, Comparable, Sendable {
    /// Nanoseconds.
    public let nanoseconds: Int64

    /// So many nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// A span; saturates where 64 bits of nanoseconds end.
    public init(_ span: TimeSpan) {
        let (value, overflow) = span.microseconds.multipliedReportingOverflow(by: 1000)
        nanoseconds = overflow ? (span.microseconds < 0 ? .min : .max) : value
    }

    /// The same length in microseconds, rounded down.
    public var span: TimeSpan {
        let whole = nanoseconds / 1000
        return TimeSpan(microseconds: nanoseconds % 1000 < 0 ? whole - 1 : whole)
    }

    /// The shorter length comes first.
    public static func < (left: Interval, right: Interval) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Value {
    /// A timestamp; one outside the years 1 to 9999 is moved to the first or the last second of them.
    public init(_ timestamp: Timestamp) { self = .timestamp(Instant(timestamp)) }

    /// A duration; saturates at 292 years.
    public init(_ span: TimeSpan) { self = .duration(Interval(span)) }

    /// The instant of a timestamp, rounded down to microseconds; otherwise nil.
    public var timestamp: Timestamp? {
        if case .timestamp(let instant) = self { instant.timestamp } else { nil }
    }

    /// The length of a duration, rounded down to microseconds; otherwise nil.
    public var span: TimeSpan? {
        if case .duration(let interval) = self { interval.span } else { nil }
    }
}
