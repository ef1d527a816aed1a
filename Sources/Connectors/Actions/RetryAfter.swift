import CEL
import Core

/// How long a provider asks us to wait.
enum RetryAfter {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The wait that a value means: seconds, a duration, a moment, or text as in the header `Retry-After`.
    ///
    /// Never negative; nil for anything else.
    static func wait(_ value: Value, now: Timestamp) -> TimeSpan? {
        switch value {
        case .int(let seconds): max(.seconds(0), .seconds(seconds))
        case .double(let seconds): wait(seconds)
        case .duration(let interval): max(.seconds(0), interval.span)
        case .timestamp(let instant): max(.seconds(0), instant.timestamp.since(now))
        case .string(let text): wait(text.string, now: now)
        default: nil
        }
    }

    private static func wait(_ text: String, now: Timestamp) -> TimeSpan? {
        if let seconds = Int64(text) { return max(.seconds(0), .seconds(seconds)) }
        if let seconds = Double(text) { return wait(seconds) }
        return date(text).map { max(.seconds(0), $0.since(now)) }
    }

    /// Rounded up: a retry is never earlier than asked for.
    private static func wait(_ seconds: Double) -> TimeSpan? {
        guard seconds.magnitude < 1e9 else { return nil }
        return max(.seconds(0), .milliseconds(Int64((seconds * 1000).rounded(.up))))
    }

    /// An IMF-fixdate (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func date(_ text: String) -> Timestamp? {
        let words = text.utf8.split { [0x20, 0x2C, UInt8(ascii: ":")].contains($0) }.map {
            String(decoding: Array($0), as: UTF8.self)
        }
        guard words.count == 8, words[7] == "GMT", let month = months.firstIndex(of: words[2]) else { return nil }
        let numbers = [words[1], words[3], words[4], words[5], words[6]].compactMap { UInt16($0) }.map(Int64.init)
        guard numbers.count == 5, (1...31).contains(numbers[0]), numbers[2] < 24, numbers[3] < 60, numbers[4] <= 60
        else {
            return nil
        }
        let date = CivilDate(year: numbers[1], month: Int64(month) + 1, dayOfMonth: numbers[0])
        return Timestamp(seconds: date.day * 86_400 + numbers[2] * 3600 + numbers[3] * 60 + min(numbers[4], 59))
    }
}
