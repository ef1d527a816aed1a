/// How a token is signed (RFC 7518 section 3.1), as far as a connector may allow it; `none` is not among them.
enum TokenAlgorithm: String, CaseIterable, Sendable {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case es256 = "ES256"

    /// The hash of an authentication code; nil where a private key signs.
    var hash: HashAlgorithm? {
        switch self {
        case .hs256: .sha256
        case .hs384: .sha384
        case .hs512: .sha512
        case .rs256, .rs384, .rs512, .es256: nil
        }
    }

    /// The signature of a private key; nil where a shared key signs.
    var scheme: SignatureScheme? {
        switch self {
        case .hs256, .hs384, .hs512: nil
        case .rs256: .rsa(.sha256, isPSS: false)
        case .rs384: .rsa(.sha384, isPSS: false)
        case .rs512: .rsa(.sha512, isPSS: false)
        case .es256: .ecdsa(isRaw: true)
        }
    }
}
