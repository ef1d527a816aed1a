import Core
import Crypto
import CryptoExtras

/// A key that checks signatures.
enum PublicKey: Sendable {
    /// Ed25519 (RFC 8032).
    case ed25519(Curve25519.Signing.PublicKey)
    /// ECDSA over P-256 (FIPS 186-5).
    case p256(P256.Signing.PublicKey)
    /// RSA (RFC 8017), 2048 bits at least.
    case rsa(_RSA.Signing.PublicKey)

    /// The kinds.
    enum Kind: Sendable {
        case ed25519
        case p256
        case rsa
    }

    /// Reads a key: PEM, or DER or raw bytes in Base64 or hex; an RSA key also in PKCS #1.
    ///
    /// Nil when it is none of this kind.
    init?(_ text: String, _ kind: Kind) {
        guard let bytes = KeyText.bytes(of: text) else { return nil }
        switch kind {
        case .ed25519:
            guard bytes.count >= 32,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes.suffix(32))
            else { return nil }
            self = .ed25519(key)
        case .p256:
            guard let key = try? P256.Signing.PublicKey(derRepresentation: bytes) else { return nil }
            self = .p256(key)
        case .rsa:
            guard let key = try? _RSA.Signing.PublicKey(derRepresentation: bytes) else { return nil }
            self = .rsa(key)
        }
    }
}
