extension PosixRule {
    /// Reads a POSIX TZ string; nil when it is malformed, or names daylight time without saying when.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = PosixRuleReader(text)
        guard let standard = reader.type(defaultOffset: nil) else { return nil }
        self.standard = standard
        guard !reader.isAtEnd else {
            daylight = nil
            return
        }
        guard let type = reader.type(defaultOffset: standard.offset + 3600), let start = reader.moment(),
            let end = reader.moment(), reader.isAtEnd
        else { return nil }
        daylight = Daylight(type: type, start: start, end: end)
    }
}

/// Reads the parts of a POSIX TZ string in their order.
private struct PosixRuleReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// A name and an offset; where the offset is missing, the default.
    mutating func type(defaultOffset: Int?) -> LocalTimeType? {
        guard let name = name() else { return nil }
        if let defaultOffset, rest.first == UInt8(ascii: ",") {
            return LocalTimeType(offset: defaultOffset, abbreviation: name)
        }
        // POSIX counts hours west of Greenwich
        guard let west = time(hours: 0...24) else { return nil }
        return LocalTimeType(offset: Int(-west), abbreviation: name)
    }

    /// `,date` or `,date/time`; the time is 02:00 when it is missing.
    mutating func moment() -> YearlyMoment? {
        guard take(","), let day = day() else { return nil }
        guard take("/") else { return YearlyMoment(day: day, second: 7200) }
        return time(hours: 0...167).map { YearlyMoment(day: day, second: $0) }
    }

    private mutating func name() -> String? {
        let isQuoted = take("<")
        let letters = rest.prefix { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
            default: false
            }
        }
        rest = rest.dropFirst(letters.count)
        guard letters.count >= 3, !isQuoted || take(">") else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    private mutating func day() -> YearlyMoment.Day? {
        if take("M") {
            guard let month = number(1...12), take("."), let week = number(1...5), take("."),
                let weekday = number(0...6)
            else { return nil }
            return .weekday(weekday, week: week, month: month)
        }
        if take("J") { return number(1...365).map(YearlyMoment.Day.withoutLeapDay) }
        return number(0...365).map(YearlyMoment.Day.ordinal)
    }

    /// `h`, `h:mm` or `h:mm:ss`, with or without a sign, in seconds.
    private mutating func time(hours: ClosedRange<Int64>) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard var seconds = number(hours).map({ $0 * 3600 }) else { return nil }
        for unit: Int64 in [60, 1] where take(":") {
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    private mutating func number(_ bounds: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.prefix(4)
        rest = rest.dropFirst(digits.count)
        guard !digits.isEmpty else { return nil }
        let value = digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return bounds.contains(value) ? value : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}
