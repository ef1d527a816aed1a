import Core

/// A mail that we write: plain text in UTF-8 (RFC 5322, RFC 2045).
struct OutgoingMail: Sendable {
    /// Headers that are ours to write, in lower case; those of a content begin with `content-`.
    static let ownHeaders = [
        "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "return-path", "received",
    ]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    let sender: MailAddress
    let recipient: MailAddress
    let subject: String
    let text: String
    /// What stands before the `@` of `Message-ID`; the sender's domain stands behind it.
    let id: String
    let date: Timestamp
    /// More headers, such as `Reply-To`.
    let headers: [(name: String, value: String)]

    /// Every line ends with CRLF.
    var bytes: [UInt8] {
        let head = [
            ("From", sender.text), ("To", recipient.text), ("Subject", subject), ("Date", Self.text(of: date)),
            ("Message-ID", "<\(id)@\(sender.domain)>"), ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "quoted-printable"),
        ]
        return (head + headers).flatMap(HeaderText.line) + [0x0D, 0x0A] + QuotedPrintable.encode(text)
    }

    /// Whether a header may be added: a token that is none of ours.
    static func mayAdd(_ name: String) -> Bool {
        let lower = name.lowercased()
        return !name.isEmpty && name.utf8.count <= 64 && name.utf8.allSatisfy(\.isTokenByte)
            && !lower.hasPrefix("content-") && !ownHeaders.contains(where: lower.hasSameBytes)
    }

    /// `Tue, 24 Nov 2026 20:50:02 +0000` (RFC 5322, section 3.3).
    private static func text(of time: Timestamp) -> String {
        let seconds = time.microseconds >= 0 ? time.microseconds / 1_000_000 : (time.microseconds - 999_999) / 1_000_000
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let date = CivilDate(day: day)
        let (year, month, dayOfMonth) = date.parts
        let clock = seconds - day * 86_400
        let words = [clock / 3600, clock / 60 % 60, clock % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(weekdays[date.weekday]), \(dayOfMonth) \(months[Int(month) - 1]) \(year) "
            + "\(words.joined(separator: ":")) +0000"
    }
}
