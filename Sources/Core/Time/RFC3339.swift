/// What a text of RFC 3339 says (`2026-03-02T16:00:05.120Z`, any offset, `T` or a space).
///
/// Nothing is allocated to read one. Years 0 to 9999; leap second 60 reads as 59.
public struct InternetTime: Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let seconds: Int64
    /// Nanoseconds of the second, 0 to 999 999 999.
    public let nanoseconds: Int64

    /// Reads a text; nil for anything else, such as more than nine fraction digits.
    ///
    /// A text without an offset is nil, unless `assumingUTC` is set.
    public init?(_ text: String, assumingUTC: Bool = false) {
        let time =
            text.utf8.withContiguousStorageIfAvailable { InternetTime($0, assumingUTC) }
            ?? Array(text.utf8).withUnsafeBufferPointer { InternetTime($0, assumingUTC) }
        guard let time else { return nil }
        self = time
    }

    private init?(_ bytes: UnsafeBufferPointer<UInt8>, _ assumingUTC: Bool) {
        var scanner = DigitScanner(bytes)
        guard let date = scanner.date(), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let clock = scanner.clock(), let fraction = scanner.fraction(),
            let offset = scanner.offset(assumingUTC: assumingUTC), scanner.isAtEnd
        else { return nil }
        seconds = date.day * 86_400 + clock - offset
        nanoseconds = fraction
    }
}

extension Timestamp {
    /// Reads RFC 3339 (`2026-03-02T16:00:05.120Z`, any offset, `T` or a space; up to nine fraction digits, of which six
    /// are kept).
    ///
    /// A text without an offset is nil, unless `assumingUTC` is set. Leap second 60 reads as 59.
    public init?(rfc3339 text: String, assumingUTC: Bool = false) {
        guard let time = InternetTime(text, assumingUTC: assumingUTC) else { return nil }
        self.init(microseconds: time.seconds * 1_000_000 + time.nanoseconds / 1000)
    }
}

/// Reads the parts of a time from lent bytes, one after another; each is nil where it does not stand.
private struct DigitScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
        index += 1
        return true
    }

    /// `2026-03-02`.
    mutating func date() -> CivilDate? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let date = CivilDate(year: year, month: month, dayOfMonth: day)
        return day <= 28 || date.parts.dayOfMonth == day ? date : nil
    }

    /// `16:00:05` as seconds of the day.
    mutating func clock() -> Int64? {
        guard let hour = digits(2), take(":"), let minute = digits(2), take(":"), let second = digits(2), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + min(second, 59)
    }

    /// `.12`, or nothing, as nanoseconds.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var unit: Int64 = 1_000_000_000
        while let digit = digits(1) {
            guard unit > 1 else { return nil }
            unit /= 10
            value += digit * unit
        }
        return unit < 1_000_000_000 ? value : nil
    }

    /// `Z`, `+hh:mm` or `-hh:mm` as seconds east of UTC.
    mutating func offset(assumingUTC: Bool) -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-") else { return assumingUTC ? 0 : nil }
        guard let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
    }

    private mutating func digits(_ count: Int) -> Int64? {
        guard count <= bytes.count - index else { return nil }
        var value: Int64 = 0
        for byte in bytes[index..<index + count] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        index += count
        return value
    }
}
