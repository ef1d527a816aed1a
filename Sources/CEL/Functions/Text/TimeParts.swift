import Core

/// What was read of a time.
struct TimeParts: Sendable {
    /// What a number tells.
    enum Field: Sendable {
        case year, month, day, dayOfYear, hour, minute, second
    }

    var year: Int64 = 0
    var month: Int64 = 1
    private var day: Int64 = 1
    /// 0 when it is told by month and day.
    private var dayOfYear: Int64 = 0
    private var hour: Int64 = 0
    private var minute: Int64 = 0
    private var second: Int64 = 0
    var isAfternoon: Bool?
    /// Seconds east of UTC.
    var offset: Int64 = 0

    mutating func set(_ field: Field, to value: Int64) {
        switch field {
        case .year: year = value
        case .month: month = value
        case .day: day = value
        case .dayOfYear: dayOfYear = value
        case .hour: hour = value
        case .minute: minute = value
        case .second: second = value
        }
    }

    var instant: Instant? {
        guard let date, let hour = hourOfDay else { return nil }
        return Instant(seconds: date.day * 86_400 + hour * 3600 + minute * 60 + min(second, 59) - offset)
    }

    private var date: CivilDate? {
        let first = CivilDate(year: year, month: 1, dayOfMonth: 1)
        if dayOfYear > 0 {
            let date = first.adding(days: dayOfYear - 1)
            return date.parts.year == year ? date : nil
        }
        let date = CivilDate(year: year, month: month, dayOfMonth: day)
        return date.parts.dayOfMonth == day ? date : nil
    }

    private var hourOfDay: Int64? {
        guard let isAfternoon else { return hour }
        return (1...12).contains(hour) ? hour % 12 + (isAfternoon ? 12 : 0) : nil
    }
}

/// Takes one part after the other from a text.
struct TimePartReader {
    var bytes: ArraySlice<UInt8>
    var parts = TimeParts()

    mutating func take(_ byte: UInt8) -> Bool { bytes.popFirst() == byte }

    mutating func take(_ number: TimePattern.Number) -> Bool {
        guard let value = takeDigits(number.digits), number.values.contains(value) else { return false }
        parts.set(number.field, to: value)
        return true
    }

    /// Two digits are 1950 to 2049, as RFC 2822 section 4.3 has them.
    mutating func takeShortYear() -> Bool {
        guard let value = takeDigits(2...2) else { return false }
        parts.year = value < 50 ? 2000 + value : 1900 + value
        return true
    }

    /// English, whole or cut to three letters.
    mutating func takeMonthName() -> Bool {
        let name = takeLetters()
        guard name.utf8.count >= 3, let month = MailDate.months.firstIndex(of: String(name.prefix(3))) else {
            return false
        }
        parts.month = Int64(month) + 1
        return true
    }

    mutating func takeHalf() -> Bool {
        let word = takeLetters()
        parts.isAfternoon = word == "pm"
        return word == "am" || word == "pm"
    }

    /// `Z`, `+hhmm` or `+hh:mm`.
    mutating func takeOffset() -> Bool {
        guard let sign = bytes.popFirst() else { return false }
        if sign == UInt8(ascii: "Z") { return true }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = takeDigits(2...2), hours < 24 else {
            return false
        }
        if bytes.first == UInt8(ascii: ":") { bytes.removeFirst() }
        guard let minutes = takeDigits(2...2), minutes < 60 else { return false }
        parts.offset = (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
        return true
    }

    mutating func takeBlanks() -> Bool {
        bytes = bytes.drop { $0 == 0x20 }
        return true
    }

    private mutating func takeDigits(_ count: ClosedRange<Int>) -> Int64? {
        let digits = bytes.prefix(count.upperBound).prefix(while: \.isDigit)
        guard digits.count >= count.lowerBound else { return nil }
        bytes = bytes.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// In lower case.
    private mutating func takeLetters() -> String {
        let letters = bytes.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        bytes = bytes.dropFirst(letters.count)
        return String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self)
    }
}
