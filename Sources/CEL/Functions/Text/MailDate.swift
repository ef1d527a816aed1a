import Core

/// Dates of mail and HTTP headers (RFC 2822 section 3.3): `Thu, 09 Oct 2025 08:53:10 +0000`.
enum MailDate {
    static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    /// Hours from UTC (section 4.3).
    private static let zones = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
        "pst": -8,
        "pdt": -7,
    ]

    /// The instant, or nil.
    ///
    /// A weekday is not checked, text in parentheses ignored, no zone is UTC.
    static func read(_ text: String) -> Instant? {
        var words = text.lowercased().utf8.split { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0 == 0x09 }
            .map { String(decoding: Array($0), as: UTF8.self) }
        if let comment = words.firstIndex(where: { $0.utf8.first == UInt8(ascii: "(") }) {
            words = Array(words[..<comment])
        }
        if let first = words.first, first.utf8.first?.isLetter == true { words.removeFirst() }
        guard (4...5).contains(words.count), let day = number(words[0], 1...31),
            let month = months.firstIndex(of: String(words[1].prefix(3))), let year = year(words[2]),
            let clock = clock(words[3]), let offset = words.count == 5 ? offset(words[4]) : 0
        else { return nil }
        let date = CivilDate(year: year, month: Int64(month) + 1, dayOfMonth: day)
        guard date.parts.dayOfMonth == day else { return nil }
        return Instant(seconds: date.day * 86_400 + clock - offset)
    }

    private static func number(_ text: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard text.utf8.allSatisfy(\.isDigit), let value = Int64(text), range.contains(value) else { return nil }
        return value
    }

    /// Two digits are 1950 to 2049.
    private static func year(_ text: String) -> Int64? {
        guard let value = number(text, 0...9999) else { return nil }
        return text.utf8.count > 2 ? value : value < 50 ? 2000 + value : 1900 + value
    }

    private static func clock(_ text: String) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":")).map { String(decoding: Array($0), as: UTF8.self) }
        guard (2...3).contains(parts.count), let hour = number(parts[0], 0...23), let minute = number(parts[1], 0...59),
            let second = parts.count == 3 ? number(parts[2], 0...60) : 0
        else { return nil }
        return hour * 3600 + minute * 60 + min(second, 59)
    }

    private static func offset(_ text: String) -> Int64? {
        if let hours = zones[text] { return Int64(hours) * 3600 }
        let sign: Int64 = text.utf8.first == UInt8(ascii: "-") ? -1 : 1
        guard sign < 0 || text.utf8.first == UInt8(ascii: "+"), text.utf8.count == 5,
            let value = number(String(text.dropFirst()), 0...2359)
        else { return nil }
        return sign * (value / 100 * 3600 + value % 100 * 60)
    }
}
