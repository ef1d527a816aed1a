import CEL
import Core

/// Where the keys of a signature come from.
enum PublicKeySource: Sendable {
    /// They are configured.
    case configured(PublicKeyName)
    /// A certificate that the request names.
    case certificate(PublishedKeys, CertificateRules)
    /// A key set, and the name of the key in it; a token may name it itself.
    case keySet(PublishedKeys, name: Expression?)

    /// The expressions it is found by.
    var expressions: [Expression] {
        switch self {
        case .configured: []
        case .certificate(let published, _): [published.url]
        case .keySet(let published, let name): [published.url] + [name].compactMap(\.self)
        }
    }

    /// The secrets it is read from.
    var secrets: [String] {
        if case .configured(let name) = self { [name.secret] } else { [] }
    }
}

/// Where a public key is configured: it is no secret, but comes with them.
struct PublicKeyName: Sendable {
    let secret: String
    let prefix: String

    /// The key; nil when what is configured is none.
    func key(_ secret: Secret, _ kind: PublicKey.Kind) -> PublicKey? {
        let text = secret.reveal()
        return PublicKey(text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text, kind)
    }
}

/// Keys that a provider publishes.
struct PublishedKeys: Sendable {
    let url: Expression
    let allowed: AllowedURLs
    /// How long a copy is good.
    let lifetime: TimeSpan
}

/// What a certificate must be like.
struct CertificateRules: Sendable {
    /// What all common names of its subject must match.
    let subject: WholePattern?
    /// Whether the certificates that come with it must lead to a root that this machine trusts.
    let isChained: Bool
    /// Whether its dates count.
    let checksValidity: Bool
}
