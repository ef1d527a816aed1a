import Crypto

/// A hash function, alone and keyed (HMAC, RFC 2104).
enum HashAlgorithm: String, CaseIterable, Sendable {
    case md5
    case sha1
    case sha256
    case sha384
    case sha512

    /// The hash of `bytes`.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Array(Insecure.MD5.hash(data: bytes))
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// The authentication code of `bytes` under `key`.
    func authenticate(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        switch self {
        case .md5: Self.authenticate(bytes, key, Insecure.MD5.self)
        case .sha1: Self.authenticate(bytes, key, Insecure.SHA1.self)
        case .sha256: Self.authenticate(bytes, key, SHA256.self)
        case .sha384: Self.authenticate(bytes, key, SHA384.self)
        case .sha512: Self.authenticate(bytes, key, SHA512.self)
        }
    }

    private static func authenticate<Hash: HashFunction>(_ bytes: [UInt8], _ key: [UInt8], _: Hash.Type) -> [UInt8] {
        Array(HMAC<Hash>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }
}

/// Comparison in a time that tells nothing about the bytes.
enum ConstantTime {
    /// Whether both are the same.
    ///
    /// Their digests are compared, so that not even a length shows; swift-crypto compares digests in constant time.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        SHA256.hash(data: left) == SHA256.hash(data: right)
    }

    /// Whether two authentication codes are the same: their length is no secret, so their bytes are compared as they are,
    /// all of them whatever the first ones say.
    static func areSameCode(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
