import Core

/// What is wrong with the value of a secret; says nothing of the value.
struct SecretFault: Sendable {
    let message: String
    let hint: String
    var isError = true
}

extension SecretUse {
    /// Bytes of a shared key below which it can be guessed.
    private static let leastKeyBytes = 16

    /// Why a value cannot be read as the connector reads it; nil when it can.
    func fault(of secret: Secret, at now: Timestamp) -> SecretFault? {
        switch self {
        case .shared(let key): Self.fault(of: secret, key)
        case .publicKey(let name, let kinds):
            kinds.isEmpty || kinds.contains { name.key(secret, $0) != nil } ? nil : .noPublicKey
        case .privateKey(let key, let scheme, let algorithm): Self.fault(of: secret, key, scheme, algorithm)
        case .credentials: secret.reveal().utf8.contains(UInt8(ascii: ":")) ? nil : .noCredentials
        case .certificate: Self.certificateFault(of: secret, at: now)
        case .certificateKey: Self.certificateKeyFault(of: secret)
        }
    }

    private static func fault(of secret: Secret, _ key: SecretKey) -> SecretFault? {
        guard let bytes = key.bytes(of: secret) else {
            let hint = "copy it again, whole, as the provider shows it"
            return SecretFault(message: "is not \(key.encoding.rawValue), as the connector reads it", hint: hint)
        }
        if !key.prefix.isEmpty, !secret.reveal().hasPrefix(key.prefix) {
            let hint = "most secrets of this provider do; is it another one?"
            return SecretFault(message: "does not begin with `\(key.prefix)`", hint: hint, isError: false)
        }
        guard bytes.count < leastKeyBytes else { return nil }
        let hint = "let the provider make another"
        return SecretFault(message: "is short enough to be guessed", hint: hint, isError: false)
    }

    private static func fault(
        of secret: Secret,
        _ key: SecretKey,
        _ scheme: SignatureScheme,
        _ algorithm: TokenAlgorithm
    ) -> SecretFault? {
        let text = key.bytes(of: secret).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if scheme.sign([0], privateKey: text) != nil { return nil }
        let hint = "PEM, from `-----BEGIN` to `-----END … KEY-----`, without a passphrase"
        return SecretFault(message: "is no private key for \(algorithm.rawValue)", hint: hint)
    }

    private static func certificateFault(of secret: Secret, at now: Timestamp) -> SecretFault? {
        let hint = "PEM, from `-----BEGIN CERTIFICATE-----` on"
        guard let certificate = SigningCertificate(pem: secret.reveal()) else {
            return SecretFault(message: "is no certificate", hint: hint)
        }
        if certificate.isValid(at: now) { return nil }
        return SecretFault(message: "is a certificate that is not valid today", hint: "have it renewed")
    }

    private static func certificateKeyFault(of secret: Secret) -> SecretFault? {
        let text = secret.reveal()
        if text.contains("PRIVATE KEY-----"), text.contains("-----END"), !text.contains("ENCRYPTED") { return nil }
        return SecretFault(message: "is no private key", hint: "PEM, without a passphrase")
    }
}

extension SecretFault {
    fileprivate static let noPublicKey = SecretFault(
        message: "is no public key of the kind that signs",
        hint: "PEM, or the Base64 or hex that the provider shows"
    )
    fileprivate static let noCredentials = SecretFault(
        message: "is not `user:password`",
        hint: "write both, with a colon between them"
    )
}
