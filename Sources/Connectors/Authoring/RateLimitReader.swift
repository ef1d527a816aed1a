import CEL
import Core
import YAML

/// Reads `rate_limit` of an action.
struct RateLimitReader {
    let author: Author
    let reader: MappingReader

    private static let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400] as [Substring: Int64]

    /// Nil only beside a problem.
    func read(_ scopes: ActionScopes) -> RateLimit? {
        let rate = reader.text("rate", .required).flatMap(rate)
        let burst = reader.int("burst", in: 1...1_000_000)
        let per = author.expression(reader.text("per"), in: scopes.call)
        let headers = reader.nested("headers")
        let (remaining, reset) = (headers?.string("remaining"), headers?.string("reset"))
        let quota = reader.string("daily_quota_header")
        headers?.finish()
        reader.finish()
        guard let rate else { return nil }
        return RateLimit(
            count: rate.count,
            period: rate.period,
            burst: burst ?? rate.count,
            remainingHeader: remaining?.lowercased(),
            resetHeader: reset?.lowercased(),
            dailyQuotaHeader: quota?.lowercased(),
            per: per.map(RateKey.init(expression:))
        )
    }

    private func rate(_ text: SourceText) -> (count: Int, period: TimeSpan)? {
        let parts = text.text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let count = Int(parts[0]), count > 0, let seconds = Self.units[parts[1]] {
            return (count, .seconds(seconds))
        }
        let hint = "such as `25/s`, `100/m` or `1000/h`"
        author.problems.add("bad-value", "`rate` must be a rate", hint: hint, at: text)
        return nil
    }
}
