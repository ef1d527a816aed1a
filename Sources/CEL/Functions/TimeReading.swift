import Core

/// Times as providers write them.
enum TimeReading {
    /// `time(x)`: RFC 3339 (a date alone, or without an offset: UTC), then RFC 2822; an int counts seconds.
    ///
    /// `time(x, format)`: `unix`, `unix_ms`, `rfc3339`, `rfc2822`.
    static func time(_ call: Call) -> Value {
        if case .timestamp = call[0] { return call[0] }
        guard call.count == 2 else { return guessed(call) }
        guard case .string(let format) = call[1] else { return call.noOverload }
        switch format {
        case "unix": return number(call, microseconds: 1_000_000)
        case "unix_ms": return number(call, microseconds: 1000)
        case "rfc3339": return text(call) { internet($0) }
        case "rfc2822": return text(call) { MailDate.read($0) }
        default: return call.invalid("an unknown format of time: use unix, unix_ms, rfc3339 or rfc2822")
        }
    }

    private static func guessed(_ call: Call) -> Value {
        if case .string = call[0] { return text(call) { internet($0) ?? MailDate.read($0) } }
        return number(call, microseconds: 1_000_000)
    }

    private static func internet(_ text: String) -> Timestamp? {
        Timestamp(rfc3339: text, assumingUTC: true) ?? Timestamp(rfc3339: text + "T00:00:00Z")
    }

    private static func text(_ call: Call, _ read: (String) -> Timestamp?) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        let time = text.byteCount <= 128 ? read(StringEditing.trimmed(text.string)) : nil
        return time.flatMap { TimeArithmetic.time(microseconds: $0.microseconds) } ?? call.invalid("not a time")
    }

    private static func number(_ call: Call, microseconds unit: Int64) -> Value {
        let decimal: Decimal?
        switch call[0] {
        case .int(let number): decimal = Decimal(String(number))
        case .uint(let number): decimal = Decimal(String(number))
        case .double(let number): decimal = Decimal(Spelling.of(number))
        case .string(let text): decimal = Decimal(StringEditing.trimmed(text.string))
        default: return call.noOverload
        }
        return decimal?.scaled(to: unit == 1000 ? 3 : 6, cuttingOff: true)
            .flatMap { TimeArithmetic.time(microseconds: $0) } ?? call.invalid("not a number that counts time")
    }

    /// `/Date(1759999985000+0000)/`: milliseconds of UTC; the offset only tells where it was written.
    static func microsoftDate(_ call: Call) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        let bytes = Array(text.string.utf8)
        let digits = bytes.dropFirst("/Date(".utf8.count).enumerated()
            .prefix { $0.element.isDigit || ($0.offset == 0 && $0.element == UInt8(ascii: "-")) }.map(\.element)
        guard bytes.starts(with: "/Date(".utf8), let milliseconds = Int64(String(decoding: digits, as: UTF8.self))
        else {
            return call.invalid("not a date such as `/Date(1759999985000)/`")
        }
        let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
        return (overflow ? nil : TimeArithmetic.time(microseconds: microseconds)) ?? call.invalid("not a time")
    }
}
