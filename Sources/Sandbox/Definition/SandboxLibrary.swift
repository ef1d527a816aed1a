import CEL
import Connectors
import Core

extension Library {
    /// `random(n)`: so many random bytes, for new secrets.
    static let random = Library([
        Function("random(int) -> bytes") { call in
            guard case .int(let count) = call[0], (1...1024).contains(count) else { return call.noOverload }
            guard call.charge(Int(count)) else { return call.overBudget }
            return .bytes((0..<count).map { _ in UInt8.random(in: .min ... .max) })
        }
    ])

    /// What providers' formats need beyond the language of connectors: `merge`, `mail_date`, and `secret`.
    static let sandbox = Library([merge, mailDate, secret])

    /// `merge(a, b, …)`: one map of all entries; where names meet, the last wins.
    private static let merge = Function("merge(map, map...) -> map") { call in
        var entries: [(String, Value)] = []
        for argument in call.arguments {
            guard case .map(let map) = argument else { return call.noOverload }
            guard call.charge(map.count) else { return call.overBudget }
            for entry in map.entries { entries.append((entry.key.string ?? "", entry.value)) }
        }
        return .map(ValueMap(entries))
    }

    /// `mail_date(time)`: as mail writes it (RFC 5322, section 3.3), in UTC: `Thu, 09 Oct 2025 08:53:10 +0000`.
    private static let mailDate = Function("mail_date(timestamp) -> string") { call in
        guard let time = call[0].timestamp else { return call.noOverload }
        return Value(MailDate.text(of: time))
    }

    /// `secret(name)`: the value of the source's secret.
    private static let secret = Function("secret(string) -> string") { call in
        guard let name = call[0].string else { return call.noOverload }
        guard let source = call.context as? Source, let secret = source.secret(name) else {
            return call.fail(.unavailable, "the secret `\(name)` is not configured")
        }
        return Value(secret.reveal())
    }
}

/// Dates of mail.
enum MailDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(of time: Timestamp) -> String {
        let inDay = ((time.seconds % 86_400) + 86_400) % 86_400
        let date = CivilDate(day: (time.seconds - inDay) / 86_400)
        let parts = date.parts
        let clock = [inDay / 3600, inDay / 60 % 60, inDay % 60].map(twoDigits).joined(separator: ":")
        let day = "\(twoDigits(parts.dayOfMonth)) \(months[Int(parts.month) - 1]) \(parts.year)"
        return "\(weekdays[date.weekday]), \(day) \(clock) +0000"
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
