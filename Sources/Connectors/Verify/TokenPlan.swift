import CEL
import Core

/// How a signed token is checked (RFC 7519, RFC 8725).
struct TokenPlan: Sendable {
    /// What checks its signature.
    enum Key: Sendable {
        case shared(SecretKey)
        case published(PublicKeySource)
    }

    /// Where the token stands.
    let token: Expression
    /// The algorithms that are taken; one of a private key never beside one of a shared key.
    let algorithms: Set<TokenAlgorithm>
    let key: Key
    /// By how much clocks may differ.
    let leeway: TimeSpan
    /// How long ago it may have been issued; for tokens without an end of their own.
    let age: TimeSpan?
    let claims: [ClaimRule]

    /// By how much clocks may differ unless told otherwise.
    static let defaultLeeway = 60

    /// The expressions of it.
    var expressions: [Expression] {
        var all = [token] + claims.map(\.require)
        if case .published(let source) = key { all += source.expressions }
        return all
    }

    /// The secrets it reads.
    var secrets: [String] {
        switch key {
        case .shared(let key): [key.secret]
        case .published(let source): source.secrets
        }
    }
}

/// What must hold of the claims, which are bound to `claims`.
struct ClaimRule: Sendable {
    let require: Expression
    /// Why a request is refused for which it does not hold.
    let reason: Refusal.Reason
}
