import Core

/// What a text says of time.
enum TimeText {
    case value(Value)
    /// A time or duration that the language has no value for, and why.
    case outside(String)
    /// No time or duration at all, and what one looks like.
    case malformed(String)

    /// A timestamp as RFC 3339 has it, up to nine fraction digits.
    static func instant(_ text: Text) -> TimeText {
        guard let time = InternetTime(text.string) else {
            return hasLongYear(text) ? .outside(TimeArithmetic.noInstant) : .malformed("not a time as in RFC 3339")
        }
        return Instant(seconds: time.seconds, nanoseconds: time.nanoseconds).map { .value(.timestamp($0)) }
            ?? .outside(TimeArithmetic.noInstant)
    }

    /// A duration such as `1h30m`.
    static func interval(_ text: Text) -> TimeText {
        switch text.withBytes({ DurationReader.read($0) }) {
        case nil: .malformed("not a duration such as `1h30m` or `1.5s`")
        case .outside?: .outside(TimeArithmetic.noInterval)
        case .nanoseconds(let count)?: .value(.duration(Interval(nanoseconds: count)))
        }
    }

    /// The value, or an error at the place of the call.
    func value(_ call: Call) -> Value {
        switch self {
        case .value(let value): value
        case .outside(let message): call.fail(.overflow, message)
        case .malformed(let message): call.invalid(message)
        }
    }

    /// Whether a text begins like a date behind the year 9999.
    private static func hasLongYear(_ text: Text) -> Bool {
        text.withBytes { bytes in
            let year = bytes.prefix { $0.isDigit }
            return year.count > 4 && bytes.dropFirst(year.count).first == UInt8(ascii: "-")
        }
    }
}
