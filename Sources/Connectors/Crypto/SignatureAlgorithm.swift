import Core
import Crypto

/// A public-key signature scheme.
enum SignatureAlgorithm: String, CaseIterable, Sendable {
    /// Ed25519 (RFC 8032): raw keys and signatures.
    case ed25519
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5): SubjectPublicKeyInfo keys, DER signatures.
    case ecdsaSHA256 = "ecdsa-sha256"

    /// A key that can check signatures.
    enum PublicKey: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)

        /// Whether one of `signatures` is this key's over `content`.
        func verifies(_ content: [UInt8], _ signatures: [[UInt8]]) -> Bool {
            switch self {
            case .ed25519(let key): signatures.contains { key.isValidSignature($0, for: content) }
            case .p256(let key): signatures.contains { Self.verifies(content, $0, key) }
            }
        }

        /// A signature that is no DER is merely wrong.
        private static func verifies(_ content: [UInt8], _ signature: [UInt8], _ key: P256.Signing.PublicKey) -> Bool {
            guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(parsed, for: content)
        }
    }

    /// Reads a public key: PEM, or DER or raw bytes in Base64 or hex.
    ///
    /// Nil when it is none of these.
    func publicKey(_ text: String) -> PublicKey? {
        switch self {
        case .ed25519:
            guard let bytes = KeyText.bytes(of: text), bytes.count >= 32 else { return nil }
            return (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes.suffix(32))).map(PublicKey.ed25519)
        case .ecdsaSHA256:
            guard let bytes = KeyText.bytes(of: text) else { return nil }
            return (try? P256.Signing.PublicKey(derRepresentation: bytes)).map(PublicKey.p256)
        }
    }

    /// Signs as a provider would; nil when the key is none.
    func sign(_ content: [UInt8], privateKey text: String) -> [UInt8]? {
        switch self {
        case .ed25519:
            guard let bytes = KeyText.bytes(of: text), bytes.count >= 32,
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.suffix(32))
            else { return nil }
            return (try? key.signature(for: content)).map { Array($0) }
        case .ecdsaSHA256:
            return Self.privateKey(text).flatMap { try? $0.signature(for: content) }.map { Array($0.derRepresentation) }
        }
    }

    private static func privateKey(_ text: String) -> P256.Signing.PrivateKey? {
        if text.hasPrefix("-----BEGIN") { return try? P256.Signing.PrivateKey(pemRepresentation: text) }
        guard let bytes = KeyText.bytes(of: text) else { return nil }
        return (try? P256.Signing.PrivateKey(rawRepresentation: bytes))
            ?? (try? P256.Signing.PrivateKey(derRepresentation: bytes))
    }
}

/// Key material as text.
enum KeyText {
    /// The bytes of PEM, hex or Base64.
    ///
    /// PEM's frame is dropped; its kind is told by the DER inside.
    static func bytes(of text: String) -> [UInt8]? {
        let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }
        let body = lines.filter { !$0.starts(with: "-----".utf8) }.joined()
        let letters = String(decoding: body.filter { $0 != 0x20 }, as: UTF8.self)
        if letters.utf8.count == 64, let bytes = Hex.decode(letters) { return bytes }
        return Base64.decode(letters)
    }
}
