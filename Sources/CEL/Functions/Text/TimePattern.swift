/// How somebody writes times, in the words of `strptime` (POSIX.1-2017): `%m/%d/%Y`, `%Y%m%d`, `%d.%m.%y %H:%M`.
///
/// `%Y` has four digits, every other number at most two, `%j` three. A blank stands for any number of them. Without an
/// offset (`%z`) a time is one of UTC.
struct TimePattern: Sendable {
    /// Why a text is no pattern.
    struct Failure: Error {
        let message: String
    }

    /// A number and how many digits it has.
    struct Number: Sendable {
        let field: TimeParts.Field
        let digits: ClosedRange<Int>
        let values: ClosedRange<Int64>
    }

    private enum Part: Sendable {
        case number(Number)
        case shortYear
        case monthName
        case half
        case offset
        case blanks
        case byte(UInt8)
    }

    private var parts: [Part] = []

    init(_ text: String) throws(Failure) {
        var bytes = Array(text.utf8)[...]
        var letters: Set<UInt8> = []
        while let byte = bytes.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                parts.append(byte == 0x20 ? .blanks : .byte(byte))
                continue
            }
            guard let letter = bytes.popFirst(), let part = Self.part(letter) else {
                throw Failure(message: "an unknown part of a time: use %Y %y %m %b %d %j %H %I %M %S %p %z or %%")
            }
            parts.append(part)
            letters.insert(letter)
        }
        guard Self.tellsDay(letters) else {
            throw Failure(message: "a time needs its year, month and day, as in `%m/%d/%Y`")
        }
    }

    private static func tellsDay(_ letters: Set<UInt8>) -> Bool {
        let has = { (wanted: String) in wanted.utf8.contains(where: letters.contains) }
        return has("Yy") && (has("j") || has("d") && has("mb"))
    }

    private static func part(_ letter: UInt8) -> Part? {
        switch letter {
        case UInt8(ascii: "Y"): .number(Number(field: .year, digits: 4...4, values: 0...9999))
        case UInt8(ascii: "m"): .number(Number(field: .month, digits: 1...2, values: 1...12))
        case UInt8(ascii: "d"): .number(Number(field: .day, digits: 1...2, values: 1...31))
        case UInt8(ascii: "j"): .number(Number(field: .dayOfYear, digits: 1...3, values: 1...366))
        case UInt8(ascii: "H"): .number(Number(field: .hour, digits: 1...2, values: 0...23))
        case UInt8(ascii: "I"): .number(Number(field: .hour, digits: 1...2, values: 1...12))
        case UInt8(ascii: "M"): .number(Number(field: .minute, digits: 1...2, values: 0...59))
        case UInt8(ascii: "S"): .number(Number(field: .second, digits: 1...2, values: 0...60))
        case UInt8(ascii: "y"): .shortYear
        case UInt8(ascii: "b"): .monthName
        case UInt8(ascii: "p"): .half
        case UInt8(ascii: "z"): .offset
        case UInt8(ascii: "%"): .byte(letter)
        default: nil
        }
    }

    /// The instant, or nil: also for a day that its month does not have.
    func read(_ text: String) -> Instant? {
        var reader = TimePartReader(bytes: Array(text.utf8)[...])
        for part in parts {
            guard take(part, from: &reader) else { return nil }
        }
        return reader.bytes.isEmpty ? reader.parts.instant : nil
    }

    private func take(_ part: Part, from reader: inout TimePartReader) -> Bool {
        switch part {
        case .number(let number): reader.take(number)
        case .shortYear: reader.takeShortYear()
        case .monthName: reader.takeMonthName()
        case .half: reader.takeHalf()
        case .offset: reader.takeOffset()
        case .blanks: reader.takeBlanks()
        case .byte(let byte): reader.take(byte)
        }
    }
}
