import Core
import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// A certificate whose key signs requests (X.509, RFC 5280), and those of its issuers that came with it.
struct SigningCertificate: Sendable {
    /// Certificates in one document; one with more is not taken.
    private static let countLimit = 8

    private let certificate: Certificate
    private let issuers: [Certificate]

    /// Reads PEM; the first certificate is the one that signs.
    ///
    /// Nil when there is none, or one that cannot be read.
    init?(pem text: String) {
        guard let documents = try? PEMDocument.parseMultiple(pemString: text), documents.count <= Self.countLimit else {
            return nil
        }
        let certificates = documents.map { try? Certificate(pemDocument: $0) }
        guard let first = certificates.first, let certificate = first else { return nil }
        self.certificate = certificate
        issuers = certificates.dropFirst().compactMap(\.self)
    }

    /// Its key; nil for a kind we do not use.
    var key: PublicKey? {
        if let key = _RSA.Signing.PublicKey(certificate.publicKey) { return .rsa(key) }
        if let key = P256.Signing.PublicKey(certificate.publicKey) { return .p256(key) }
        return Curve25519.Signing.PublicKey(certificate.publicKey).map(PublicKey.ed25519)
    }

    /// The common names of its subject; a certificate has one.
    var commonNames: [String] {
        certificate.subject.flatMap { name in
            name.filter { $0.type == .RDNAttributeType.commonName }.compactMap { String($0.value) }
        }
    }

    /// Whether it is valid at a moment, both ends included (RFC 5280 section 4.1.2.5).
    func isValid(at now: Timestamp) -> Bool {
        let now = Date(now)
        return certificate.notValidBefore <= now && now <= certificate.notValidAfter
    }

    /// Whether the certificates that came with it lead to a root this machine trusts, or to one of `roots`.
    func isTrusted(at now: Timestamp, roots: CertificateStore = .systemTrustRoots) async -> Bool {
        var verifier = X509.Verifier(rootCertificates: roots) { RFC5280Policy(fixedExpiryValidationTime: Date(now)) }
        switch await verifier.validate(leaf: certificate, intermediates: CertificateStore(issuers)) {
        case .validCertificate: return true
        case .couldNotValidate: return false
        }
    }
}

extension Date {
    /// The whole second of a moment: certificates know no others.
    fileprivate init(_ moment: Timestamp) {
        self.init(timeIntervalSince1970: Double(moment.seconds))
    }
}
