import Core
import Crypto
import CryptoExtras

/// Public keys as a provider publishes them (RFC 7517).
struct JSONWebKeySet: Sendable {
    /// Keys that are read; the rest is left alone.
    private static let keyLimit = 64

    private let keys: [(id: String?, algorithm: String?, key: PublicKey)]

    /// Nil when the text is no set; keys of other kinds and for other uses are left out (RFC 7517 section 5).
    init?(_ text: String) {
        guard let json = Self.parse(text), let entries = json["keys"]?.array else { return nil }
        keys = entries.prefix(Self.keyLimit).compactMap { entry in
            guard (entry["use"]?.string ?? "sig").hasSameBytes(as: "sig"), let key = PublicKey(entry) else {
                return nil
            }
            return (entry["kid"]?.string, entry["alg"]?.string, key)
        }
    }

    /// The keys of a name, or all of them without one, that may be used for an algorithm of tokens.
    func keys(named id: String?, for algorithm: TokenAlgorithm? = nil) -> [PublicKey] {
        keys.filter { entry in
            let isNamed = id.map { entry.id?.hasSameBytes(as: $0) ?? false } ?? true
            let isFor = entry.algorithm.map { $0.hasSameBytes(as: algorithm?.rawValue ?? $0) } ?? true
            return isNamed && isFor
        }
        .map(\.key)
    }

    private static func parse(_ text: String) -> JSON? {
        do throws(JSONError) {
            return try JSON.parse(text)
        } catch {
            return nil
        }
    }
}

extension PublicKey {
    /// One key of a set (RFC 7518 section 6, RFC 8037 section 2); nil for a kind we do not use.
    fileprivate init?(_ json: JSON) {
        let number = { (name: String) in json[name]?.string.flatMap { Base64.decode($0) } }
        switch json["kty"]?.string {
        case "RSA":
            guard let n = number("n"), let e = number("e"), let key = try? _RSA.Signing.PublicKey(n: n, e: e) else {
                return nil
            }
            self = .rsa(key)
        case "EC":
            guard json["crv"]?.string == "P-256", let x = number("x"), let y = number("y"),
                let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
            else { return nil }
            self = .p256(key)
        case "OKP":
            guard json["crv"]?.string == "Ed25519", let x = number("x"),
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { return nil }
            self = .ed25519(key)
        default: return nil
        }
    }
}
