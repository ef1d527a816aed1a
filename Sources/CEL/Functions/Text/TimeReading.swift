import Core

/// Times as providers write them.
enum TimeReading {
    /// Bytes of the longest text that may be a time, so that reading one costs no more than a call.
    private static let limit = 128

    /// `time(x)`: RFC 3339 (a date alone, or without an offset: UTC), then RFC 2822; an int counts seconds.
    ///
    /// `time(x, format)`: `unix`, `unix_ms`, `rfc3339`, `rfc2822`, or a pattern such as `%m/%d/%Y` (``TimePattern``).
    static func time(_ call: Call) -> Value {
        if case .timestamp = call[0] { return call[0] }
        guard call.count == 2 else { return guessed(call) }
        guard case .string(let format) = call[1] else { return call.noOverload }
        switch format {
        case "unix": return number(call, microseconds: 1_000_000)
        case "unix_ms": return number(call, microseconds: 1000)
        case "rfc3339": return text(call) { internet($0) }
        case "rfc2822": return text(call) { MailDate.read($0) }
        default: return byPattern(call, format.string)
        }
    }

    private static let words = ["unix", "unix_ms", "rfc3339", "rfc2822"]
    private static let unknownFormat =
        "an unknown format of time: use unix, unix_ms, rfc3339, rfc2822 or a pattern such as `%m/%d/%Y`"

    private static func byPattern(_ call: Call, _ format: String) -> Value {
        guard format.utf8.count <= limit, format.utf8.contains(UInt8(ascii: "%")) else {
            return call.invalid(unknownFormat)
        }
        do {
            let pattern = try TimePattern(format)
            return text(call) { pattern.read($0) }
        } catch {
            return call.invalid(error.message)
        }
    }

    /// A pattern that the expression writes is read once; a format that is none is told when it is compiled.
    static func prepared(_ constants: [Value?]) -> Function.Prepared? {
        guard constants.count == 2, case .string(let format)? = constants[1],
            !words.contains(where: format.string.hasSameBytes)
        else { return nil }
        guard format.byteCount <= limit, format.string.utf8.contains(UInt8(ascii: "%")) else {
            return .problem(unknownFormat, argument: 1)
        }
        do {
            let pattern = try TimePattern(format.string)
            return .body { call in
                if case .timestamp = call[0] { return call[0] }
                return text(call) { pattern.read($0) }
            }
        } catch {
            return .problem(error.message, argument: 1)
        }
    }

    private static func guessed(_ call: Call) -> Value {
        if case .string = call[0] { return text(call) { internet($0) ?? MailDate.read($0) } }
        return number(call, microseconds: 1_000_000)
    }

    private static func internet(_ text: String) -> Instant? {
        let time = InternetTime(text, assumingUTC: true) ?? InternetTime(text + "T00:00:00Z")
        return time.flatMap { Instant(seconds: $0.seconds, nanoseconds: $0.nanoseconds) }
    }

    private static func text(_ call: Call, _ read: (String) -> Instant?) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        let time = text.byteCount <= limit ? read(StringEditing.trimmed(text.string)) : nil
        return time.map(Value.timestamp) ?? call.invalid("not a time")
    }

    private static func number(_ call: Call, microseconds unit: Int64) -> Value {
        let decimal: Decimal?
        switch call[0] {
        case .int(let number): decimal = Decimal(String(number))
        case .uint(let number): decimal = Decimal(String(number))
        case .double(let number): decimal = Decimal(Spelling.of(number))
        case .string(let text):
            decimal = text.byteCount <= limit ? Decimal(StringEditing.trimmed(text.string)) : nil
        default: return call.noOverload
        }
        return decimal?.scaled(to: unit == 1000 ? 3 : 6, cuttingOff: true)
            .flatMap { Instant(microseconds: $0) }.map(Value.timestamp) ?? call.invalid("not a number that counts time")
    }

    /// `/Date(1759999985000+0000)/`: milliseconds of UTC; the offset only tells where it was written.
    static func scriptDate(_ call: Call) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        let bytes = text.byteCount <= limit ? Array(text.string.utf8) : []
        let digits = bytes.dropFirst("/Date(".utf8.count).enumerated()
            .prefix { $0.element.isDigit || ($0.offset == 0 && $0.element == UInt8(ascii: "-")) }.map(\.element)
        guard bytes.starts(with: "/Date(".utf8), let milliseconds = Int64(String(decoding: digits, as: UTF8.self))
        else {
            return call.invalid("not a date such as `/Date(1759999985000)/`")
        }
        let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
        return (overflow ? nil : Instant(microseconds: microseconds)).map(Value.timestamp) ?? call.invalid("not a time")
    }
}
