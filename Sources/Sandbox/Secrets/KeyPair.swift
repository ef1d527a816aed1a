import Core
import Crypto

/// A key pair as providers hand it out.
struct KeyPair {
    enum Kind: String, CaseIterable, Sendable {
        /// Public: SubjectPublicKeyInfo in Base64. Private: PEM.
        case p256 = "ecdsa-p256"
        /// Public and private: 32 raw bytes in Base64.
        case ed25519
    }

    let publicKey: String
    let privateKey: String

    /// A new pair.
    init(_ kind: Kind) {
        switch kind {
        case .p256: self.init(P256.Signing.PrivateKey())
        case .ed25519: self.init(Curve25519.Signing.PrivateKey())
        }
    }

    /// The pair of a private key; nil when it is none.
    init?(_ kind: Kind, privateKey text: String) {
        switch kind {
        case .p256:
            guard let key = try? P256.Signing.PrivateKey(pemRepresentation: text) else { return nil }
            self.init(key)
        case .ed25519:
            guard let bytes = Base64.decode(text),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
            else { return nil }
            self.init(key)
        }
    }

    private init(_ key: P256.Signing.PrivateKey) {
        publicKey = Base64.encode(Array(key.publicKey.derRepresentation))
        privateKey = key.pemRepresentation
    }

    private init(_ key: Curve25519.Signing.PrivateKey) {
        publicKey = Base64.encode(Array(key.publicKey.rawRepresentation))
        privateKey = Base64.encode(Array(key.rawRepresentation))
    }
}
