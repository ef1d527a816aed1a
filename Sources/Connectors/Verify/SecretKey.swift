import Core

/// A shared key made of a secret.
struct SecretKey: Sendable {
    enum Encoding: String, CaseIterable, Sendable {
        case utf8
        case hex
        case base64
    }

    let secret: String
    let encoding: Encoding
    let prefix: String
    /// Hashes the decoded secret first.
    let digest: HashAlgorithm?

    /// The key; nil when the secret is not written as it should be, or empty: with that key anybody could sign.
    func bytes(of secret: Secret) -> [UInt8]? {
        let text = secret.reveal()
        let rest = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        let decoded =
            switch encoding {
            case .utf8: Array(rest.utf8)
            case .hex: Hex.decode(rest)
            case .base64: Base64.decode(rest)
            }
        guard let decoded, !decoded.isEmpty else { return nil }
        return digest.map { $0.digest(decoded) } ?? decoded
    }
}
