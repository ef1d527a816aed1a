import Core

/// Times of day as policy writes them: `08:00`, up to `24:00`.
enum TimeOfDay {
    /// Seconds since midnight; nil for anything else.
    static func seconds(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = number(parts[0]),
            let minute = number(parts[1]), minute < 60, hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 3600 + minute * 60
    }

    /// `08:00` of seconds since midnight.
    static func text(_ seconds: Int) -> String {
        [seconds / 3600, seconds / 60 % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
    }

    private static func number(_ digits: [UInt8]) -> Int? {
        digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }
}

/// Days of the week as policy writes them, in the order of ``CivilDate/weekday``.
enum Weekday {
    static let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
}
