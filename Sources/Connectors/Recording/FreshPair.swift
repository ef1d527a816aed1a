import CEL
import Core
import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
import X509

/// A key pair.
struct FreshPair {
    private enum Key {
        case ed25519(Curve25519.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case rsa(_RSA.Signing.PrivateKey)
    }

    private let key: Key

    /// Nil when the system cannot make one.
    init?(_ kind: PublicKey.Kind) {
        switch kind {
        case .ed25519: key = .ed25519(Curve25519.Signing.PrivateKey())
        case .p256: key = .p256(P256.Signing.PrivateKey())
        case .rsa:
            guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { return nil }
            self.key = .rsa(key)
        }
    }

    /// As ``SignatureScheme/sign(_:privateKey:)`` takes it.
    var privateKey: String {
        switch key {
        case .ed25519(let key): Base64.encode(Array(key.rawRepresentation))
        case .p256(let key): Base64.encode(Array(key.rawRepresentation))
        case .rsa(let key): Base64.encode(Array(key.derRepresentation))
        }
    }

    /// As a provider hands it out.
    var publicKey: String {
        switch key {
        case .ed25519(let key): Base64.encode(Array(key.publicKey.rawRepresentation))
        case .p256(let key): Base64.encode(Array(key.publicKey.derRepresentation))
        case .rsa(let key): Base64.encode(Array(key.publicKey.derRepresentation))
        }
    }

    /// A certificate of the host in `url` that signs itself, good for a day around `now`; nil when that host is not
    /// whom the connector wants.
    func certificate(for url: String, _ rules: CertificateRules, at now: Timestamp) -> String? {
        let host = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init) ?? ""
        let key: Certificate.PrivateKey? =
            switch self.key {
            case .rsa(let key): Certificate.PrivateKey(key)
            case .p256(let key): Certificate.PrivateKey(key)
            case .ed25519: nil
            }
        guard rules.subject?.matches(host) ?? true, let key,
            let name = try? DistinguishedName(builder: { CommonName(host) }),
            let certificate = try? Certificate(
                version: .v3,
                serialNumber: Certificate.SerialNumber(),
                publicKey: key.publicKey,
                notValidBefore: Date(timeIntervalSince1970: Double(now.seconds - 43_200)),
                notValidAfter: Date(timeIntervalSince1970: Double(now.seconds + 43_200)),
                issuer: name,
                subject: name,
                extensions: Certificate.Extensions(),
                issuerPrivateKey: key
            )
        else { return nil }
        return (try? certificate.serializeAsPEM())?.pemString
    }

    /// A set of this key alone (RFC 7517).
    func keySet(named id: String?) -> String {
        var object: JSONObject
        switch key {
        case .ed25519(let key):
            object = ["kty": "OKP", "crv": "Ed25519", "x": Self.number(key.publicKey.rawRepresentation)]
        case .p256(let key):
            let point = key.publicKey.rawRepresentation
            object = [
                "kty": "EC", "crv": "P-256", "x": Self.number(point.prefix(32)), "y": Self.number(point.suffix(32)),
            ]
        case .rsa(let key):
            let parts = try? key.publicKey.getKeyPrimitives()
            object = ["kty": "RSA"]
            object["n"] = parts.map { Self.number($0.modulus) }
            object["e"] = parts.map { Self.number($0.publicExponent) }
        }
        object["kid"] = id.map(JSON.string)
        return JSON.object(["keys": .array([.object(object)])]).text
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> JSON {
        .string(Base64.encode(Array(bytes), urlSafe: true))
    }
}
