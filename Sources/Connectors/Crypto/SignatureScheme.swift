import Core
import Crypto
import CryptoExtras

/// How a signature is made and written.
enum SignatureScheme: Sendable, Equatable {
    /// Ed25519 (RFC 8032).
    case ed25519
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5); the signature is DER, or raw: both numbers with 32 bytes each.
    case ecdsa(isRaw: Bool)
    /// RSA (RFC 8017): PKCS #1 version 1.5, or PSS with a salt as long as the hash.
    case rsa(HashAlgorithm, isPSS: Bool)

    /// The keys it works with.
    var keyKind: PublicKey.Kind {
        switch self {
        case .ed25519: .ed25519
        case .ecdsa: .p256
        case .rsa: .rsa
        }
    }

    /// Whether one of `signatures` is the key's over `content`; a key of another kind has made none.
    func verifies(_ content: [UInt8], _ signatures: [[UInt8]], by key: PublicKey) -> Bool {
        signatures.contains { isValid($0, of: content, by: key) }
    }

    private func isValid(_ signature: [UInt8], of content: [UInt8], by key: PublicKey) -> Bool {
        switch (self, key) {
        case (.ed25519, .ed25519(let key)): return key.isValidSignature(signature, for: content)
        case (.ecdsa(let isRaw), .p256(let key)):
            guard let signature = Self.parsed(signature, isRaw: isRaw) else { return false }
            return key.isValidSignature(signature, for: content)
        case (.rsa(let hash, let isPSS), .rsa(let key)):
            return RSAScheme(hash: hash, isPSS: isPSS).isValid(signature, of: content, by: key)
        default: return false
        }
    }

    /// A signature that is not written so is merely wrong.
    private static func parsed(_ bytes: [UInt8], isRaw: Bool) -> P256.Signing.ECDSASignature? {
        isRaw
            ? try? P256.Signing.ECDSASignature(rawRepresentation: bytes)
            : try? P256.Signing.ECDSASignature(derRepresentation: bytes)
    }
}

extension SignatureScheme {
    /// Signs as a provider would; nil when the key is none.
    func sign(_ content: [UInt8], privateKey text: String) -> [UInt8]? {
        switch self {
        case .ed25519:
            guard let bytes = KeyText.bytes(of: text), bytes.count >= 32,
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.suffix(32))
            else { return nil }
            return (try? key.signature(for: content)).map { Array($0) }
        case .ecdsa(let isRaw):
            return Self.privateKey(text).flatMap { try? $0.signature(for: content) }
                .map { Array(isRaw ? $0.rawRepresentation : $0.derRepresentation) }
        case .rsa(let hash, let isPSS):
            guard let bytes = KeyText.bytes(of: text), let key = try? _RSA.Signing.PrivateKey(derRepresentation: bytes)
            else { return nil }
            return RSAScheme(hash: hash, isPSS: isPSS).sign(content, key)
        }
    }

    private static func privateKey(_ text: String) -> P256.Signing.PrivateKey? {
        if text.hasPrefix("-----BEGIN") { return try? P256.Signing.PrivateKey(pemRepresentation: text) }
        guard let bytes = KeyText.bytes(of: text) else { return nil }
        return (try? P256.Signing.PrivateKey(rawRepresentation: bytes))
            ?? (try? P256.Signing.PrivateKey(derRepresentation: bytes))
    }
}
