import CEL
import Core

/// What a provider's reply means.
struct ResponseRules: Sendable {
    let reauth: Expression?
    let ok: Expression?
    let retry: Expression?
    let permanent: Expression?
    let unknown: Expression?
    let words: ReplyRules

    /// What a reply says, in the order that settles it.
    enum Verdict {
        case reauth
        case ok
        case retry
        case permanent
        case unknown
    }

    /// The first that holds: `reauth`, `ok`, `retry`, `permanent`, `unknown`; without one it is unknown.
    ///
    /// An expression that fails does not hold, so that a reply nobody foresaw is never taken for a refusal.
    func verdict(_ bindings: Bindings) -> Verdict {
        let rules: [(Expression?, Verdict)] = [
            (reauth, .reauth), (ok, .ok), (retry, .retry), (permanent, .permanent),
        ]
        return rules.first { rule, _ in rule?.result(bindings).isTrue ?? false }?.1 ?? .unknown
    }
}
