import Crypto
import CryptoExtras

/// RSA with a hash and a padding (RFC 8017 section 8).
struct RSAScheme {
    let hash: HashAlgorithm
    let isPSS: Bool

    private var padding: _RSA.Signing.Padding { isPSS ? .PSS : .insecurePKCS1v1_5 }

    /// Whether a signature is the key's over `content`.
    func isValid(_ signature: [UInt8], of content: [UInt8], by key: _RSA.Signing.PublicKey) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        switch hash {
        case .md5: return false
        case .sha1: return key.isValidSignature(signature, for: Insecure.SHA1.hash(data: content), padding: padding)
        case .sha256: return key.isValidSignature(signature, for: SHA256.hash(data: content), padding: padding)
        case .sha384: return key.isValidSignature(signature, for: SHA384.hash(data: content), padding: padding)
        case .sha512: return key.isValidSignature(signature, for: SHA512.hash(data: content), padding: padding)
        }
    }

    /// The key's signature over `content`.
    func sign(_ content: [UInt8], _ key: _RSA.Signing.PrivateKey) -> [UInt8]? {
        let signature: _RSA.Signing.RSASignature? =
            switch hash {
            case .md5: nil
            case .sha1: try? key.signature(for: Insecure.SHA1.hash(data: content), padding: padding)
            case .sha256: try? key.signature(for: SHA256.hash(data: content), padding: padding)
            case .sha384: try? key.signature(for: SHA384.hash(data: content), padding: padding)
            case .sha512: try? key.signature(for: SHA512.hash(data: content), padding: padding)
            }
        return signature.map { Array($0.rawRepresentation) }
    }
}
