/// A public-key signature scheme by the name it has in `connector.yaml`.
enum SignatureAlgorithm: String, CaseIterable, Sendable {
    case ed25519
    case ecdsaSHA256 = "ecdsa-sha256"
    case rsaSHA1 = "rsa-sha1"
    case rsaSHA256 = "rsa-sha256"
    case rsaSHA512 = "rsa-sha512"
    case rsaPSSSHA512 = "rsa-pss-sha512"

    /// What it does.
    var scheme: SignatureScheme {
        switch self {
        case .ed25519: .ed25519
        case .ecdsaSHA256: .ecdsa(isRaw: false)
        case .rsaSHA1: .rsa(.sha1, isPSS: false)
        case .rsaSHA256: .rsa(.sha256, isPSS: false)
        case .rsaSHA512: .rsa(.sha512, isPSS: false)
        case .rsaPSSSHA512: .rsa(.sha512, isPSS: true)
        }
    }
}
