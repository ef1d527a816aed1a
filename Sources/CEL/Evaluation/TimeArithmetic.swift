import Core

/// Times from year 1 to 9999, durations that fit 64 bits of nanoseconds, as CEL has them.
enum TimeArithmetic {
    /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z.
    private static let times = -62_135_596_800_000_000...253_402_300_799_999_999 as ClosedRange<Int64>
    private static let durations = -9_223_372_036_854_775...9_223_372_036_854_775 as ClosedRange<Int64>

    /// A time, or nil outside the years 1 to 9999.
    static func time(microseconds: Int64) -> Value? {
        times.contains(microseconds) ? .timestamp(Timestamp(microseconds: microseconds)) : nil
    }

    /// A duration, or nil outside its range.
    static func duration(microseconds: Int64) -> Value? {
        durations.contains(microseconds) ? .duration(TimeSpan(microseconds: microseconds)) : nil
    }

    static func add(_ time: Timestamp, _ span: TimeSpan) -> Value {
        checkedTime(time.microseconds.addingReportingOverflow(span.microseconds))
    }

    static func subtract(_ time: Timestamp, _ span: TimeSpan) -> Value {
        checkedTime(time.microseconds.subtractingReportingOverflow(span.microseconds))
    }

    static func between(_ later: Timestamp, _ earlier: Timestamp) -> Value {
        checkedDuration(later.microseconds.subtractingReportingOverflow(earlier.microseconds))
    }

    static func add(_ left: TimeSpan, _ right: TimeSpan) -> Value {
        checkedDuration(left.microseconds.addingReportingOverflow(right.microseconds))
    }

    static func subtract(_ left: TimeSpan, _ right: TimeSpan) -> Value {
        checkedDuration(left.microseconds.subtractingReportingOverflow(right.microseconds))
    }

    private static func checkedTime(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        (result.overflow ? nil : time(microseconds: result.partialValue))
            ?? .failure(.overflow, "a timestamp outside the years 1 to 9999")
    }

    private static func checkedDuration(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        (result.overflow ? nil : duration(microseconds: result.partialValue))
            ?? .failure(.overflow, "a duration outside its range")
    }
}
