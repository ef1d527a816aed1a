/// `+` and `-` over times from year 1 to 9999 and durations of 64 bits of nanoseconds.
enum TimeArithmetic {
    private static let second: Int64 = 1_000_000_000
    static let noInstant = "a timestamp outside the years 1 to 9999"
    static let noInterval = "a duration outside its range"

    static func add(_ time: Instant, _ interval: Interval) -> Value {
        moved(time, by: interval.nanoseconds / second, interval.nanoseconds % second)
    }

    static func subtract(_ time: Instant, _ interval: Interval) -> Value {
        // each alone, since the whole cannot be negated at the end of its range
        moved(time, by: -(interval.nanoseconds / second), -(interval.nanoseconds % second))
    }

    static func between(_ later: Instant, _ earlier: Instant) -> Value {
        var seconds = later.seconds - earlier.seconds
        var rest = Int64(later.nanoseconds) - Int64(earlier.nanoseconds)
        // of one sign, so that nothing overflows which the sum would bring back
        if seconds < 0, rest > 0 { (seconds, rest) = (seconds + 1, rest - second) }
        if seconds > 0, rest < 0 { (seconds, rest) = (seconds - 1, rest + second) }
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: second)
        return overflow ? outside : checked(whole.addingReportingOverflow(rest))
    }

    static func add(_ left: Interval, _ right: Interval) -> Value {
        checked(left.nanoseconds.addingReportingOverflow(right.nanoseconds))
    }

    static func subtract(_ left: Interval, _ right: Interval) -> Value {
        checked(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds))
    }

    /// An instant's seconds and an interval's stay far below 64 bits.
    private static func moved(_ time: Instant, by seconds: Int64, _ nanoseconds: Int64) -> Value {
        let rest = Int64(time.nanoseconds) + nanoseconds
        let carry: Int64 = rest < 0 ? -1 : rest >= second ? 1 : 0
        return Instant(seconds: time.seconds + seconds + carry, nanoseconds: rest - carry * second)
            .map(Value.timestamp) ?? .failure(.overflow, noInstant)
    }

    private static func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
        result.overflow ? outside : .duration(Interval(nanoseconds: result.partialValue))
    }

    private static var outside: Value { .failure(.overflow, noInterval) }
}
