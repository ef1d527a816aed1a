import Core

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many fraction digits as are needed: `2026-03-02T16:00:05.12Z`.
    public var description: String { spelled(inGroups: false) }

    /// RFC 3339 in UTC, with none, three, six or nine fraction digits, as JSON has it from Protocol Buffers.
    var json: String { spelled(inGroups: true) }

    private func spelled(inGroups: Bool) -> String {
        let local = LocalMoment(self, offset: 0)
        let date = local.date.parts
        var text: [UInt8] = []
        text.reserveCapacity(30)
        text.append(pair: date.year / 100)
        text.append(pair: date.year % 100)
        text.append("-", pair: date.month)
        text.append("-", pair: date.dayOfMonth)
        text.append("T", pair: local.hour)
        text.append(":", pair: local.minute)
        text.append(":", pair: local.second)
        text.append(fraction: Int64(nanoseconds), inGroups: inGroups)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension Interval: CustomStringConvertible {
    /// Seconds with as many fraction digits as are needed: `90s`, `-1.5s`.
    public var description: String {
        let magnitude = nanoseconds.magnitude
        var text = Array("\(nanoseconds < 0 ? "-" : "")\(magnitude / 1_000_000_000)".utf8)
        text.append(fraction: Int64(magnitude % 1_000_000_000), inGroups: false)
        text.append(UInt8(ascii: "s"))
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// A mark and two digits.
    fileprivate mutating func append(_ mark: Unicode.Scalar, pair number: Int64) {
        append(UInt8(ascii: mark))
        append(pair: number)
    }

    /// Two digits of a number from 0 to 99.
    fileprivate mutating func append(pair number: Int64) {
        append(digit: number / 10)
        append(digit: number % 10)
    }

    private mutating func append(digit: Int64) { append(0x30 + UInt8(truncatingIfNeeded: digit)) }

    /// `.12`, without trailing zeros or with groups of three digits; nothing when there is no fraction.
    fileprivate mutating func append(fraction nanoseconds: Int64, inGroups: Bool) {
        guard nanoseconds > 0 else { return }
        append(UInt8(ascii: "."))
        var (rest, unit, place) = (nanoseconds, Int64(100_000_000), 0)
        while rest > 0 || (inGroups && place % 3 > 0) {
            append(digit: rest / unit)
            rest %= unit
            unit = Swift.max(1, unit / 10)
            place += 1
        }
    }
}
