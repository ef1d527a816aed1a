public import CEL
import Core

extension Library {
    /// Hashes and authentication codes over bytes or text, and `unix(time)`.
    public static let crypto = Library(
        [HashAlgorithm.md5, .sha1, .sha256, .sha384, .sha512].map(hash)
            + [HashAlgorithm.sha1, .sha256, .sha384, .sha512].map(authenticate)
            + [unix]
    )

    /// `secret(name)`: the value of a source's secret, where the host lends it.
    static let secrets = Library([
        Function("secret(string) -> string") { call in
            guard let name = call[0].string else { return call.noOverload }
            guard let access = call.context as? SecretAccess, let secret = access.secret(name) else {
                return call.fail(.unavailable, "the secret `\(name)` is not configured")
            }
            return Value(secret.reveal())
        }
    ])

    /// `sha256(bytes)` and its like.
    private static func hash(_ algorithm: HashAlgorithm) -> Function {
        Function("\(algorithm.rawValue)(string|bytes) -> bytes") { call in
            guard let bytes = call[0].byteString else { return call.noOverload }
            guard call.charge(1 + bytes.count / 32) else { return call.overBudget }
            return .bytes(algorithm.digest(bytes))
        }
    }

    /// `hmac_sha256(key, bytes)` and its like.
    private static func authenticate(_ algorithm: HashAlgorithm) -> Function {
        Function("hmac_\(algorithm.rawValue)(string|bytes, string|bytes) -> bytes") { call in
            guard let key = call[0].byteString, let bytes = call[1].byteString else { return call.noOverload }
            guard call.charge(1 + (key.count + bytes.count) / 32) else { return call.overBudget }
            return .bytes(algorithm.authenticate(bytes, key: key))
        }
    }

    /// `unix(time)`: whole seconds since 1970.
    private static let unix = Function("unix(timestamp) -> int") { call in
        guard let time = call[0].timestamp else { return call.noOverload }
        return .int(time.seconds)
    }
}

/// The secrets that one evaluation may read: one active version of each.
struct SecretAccess: Sendable {
    let secrets: SecretSet
    /// Which version, counted from the newest; a secret with fewer gives its oldest.
    var version = 0

    func secret(_ name: String) -> Secret? {
        let versions = secrets[name]
        return versions.isEmpty ? nil : versions[min(version, versions.count - 1)]
    }
}
