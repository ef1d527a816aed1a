import Core
import Crypto
import CryptoExtras
import Foundation
import SwiftASN1
import X509

@testable import Connectors

/// Issues certificates for tests, around ``noon``.
struct Authority {
    /// The key of everything that signs requests.
    let key: _RSA.Signing.PrivateKey
    let root: Certificate
    private let rootKey = P256.Signing.PrivateKey()
    private let middleKey = P256.Signing.PrivateKey()

    init() throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let rootName = try DistinguishedName { CommonName("root") }
        root = try Self.issue(
            Certificate.PublicKey(rootKey.publicKey),
            to: rootName,
            by: rootName,
            Certificate.PrivateKey(rootKey),
            isAuthority: true
        )
    }

    /// A certificate that signs itself, valid from and until so many seconds from noon.
    func certificate(name: String? = "keys.example.com", from: Int64 = -100, until: Int64 = 100) throws -> String {
        let subject = try name.map { name in try DistinguishedName { CommonName(name) } } ?? DistinguishedName()
        let key = Certificate.PrivateKey(key)
        return try Self.issue(key.publicKey, to: subject, by: subject, key, from: from, until: until)
            .serializeAsPEM().pemString
    }

    /// A certificate below the middle one.
    func issuedLeaf() throws -> String {
        let subject = try DistinguishedName { CommonName("keys.example.com") }
        let issuer = try DistinguishedName { CommonName("middle") }
        let publicKey = Certificate.PublicKey(key.publicKey)
        return try Self.issue(publicKey, to: subject, by: issuer, Certificate.PrivateKey(middleKey))
            .serializeAsPEM().pemString
    }

    /// The certificate between leaf and root.
    func middle() throws -> String {
        let subject = try DistinguishedName { CommonName("middle") }
        let publicKey = Certificate.PublicKey(middleKey.publicKey)
        return try Self.issue(
            publicKey,
            to: subject,
            by: root.subject,
            Certificate.PrivateKey(rootKey),
            isAuthority: true
        )
        .serializeAsPEM().pemString
    }

    private static func issue(
        _ publicKey: Certificate.PublicKey,
        to subject: DistinguishedName,
        by issuer: DistinguishedName,
        _ issuerKey: Certificate.PrivateKey,
        isAuthority: Bool = false,
        from: Int64 = -100,
        until: Int64 = 100
    ) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: Date(timeIntervalSince1970: Double(noon.seconds + from)),
            notValidAfter: Date(timeIntervalSince1970: Double(noon.seconds + until)),
            issuer: issuer,
            subject: subject,
            extensions: try Certificate.Extensions {
                if isAuthority { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) }
            },
            issuerPrivateKey: issuerKey
        )
    }
}

extension SigningCertificate {
    /// As ``isTrusted(at:roots:)`` with these roots and no others.
    func isTrusted(at now: Core.Timestamp, roots: [Certificate]) async -> Bool {
        await isTrusted(at: now, roots: CertificateStore(roots))
    }
}
