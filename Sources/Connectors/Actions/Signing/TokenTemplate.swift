import CEL
import Core

/// A token that we sign ourselves (RFC 7519).
struct TokenTemplate: Sendable {
    /// How long it is good unless the connector says otherwise.
    static let defaultLifetime = TimeSpan.seconds(300)
    static let lifetimes = TimeSpan.seconds(1)...TimeSpan.days(1)

    let algorithm: TokenAlgorithm
    /// A shared key, or the secret that holds a private one as PEM.
    let key: SecretKey
    let keyID: DataTemplate?
    let claims: [DataField]
    let lifetime: TimeSpan

    /// The token for one request, which `id` and the moment tell from others.
    func token(_ bindings: Bindings, _ secrets: SecretSet, id: String, now: Timestamp) throws(ReadFailure) -> String {
        let parts = try [header(bindings), allClaims(bindings, id: id, now: now)].map { part in
            Base64.encode(JSON.object(part).bytes, urlSafe: true)
        }
        let signed = parts.joined(separator: ".")
        let signature = try signature(over: Array(signed.utf8), secrets)
        return "\(signed).\(Base64.encode(signature, urlSafe: true))"
    }

    private func header(_ bindings: Bindings) throws(ReadFailure) -> JSONObject {
        var header: JSONObject = ["alg": .string(algorithm.rawValue), "typ": "JWT"]
        header["kid"] = try keyID?.evaluate(bindings).word.map(JSON.string)
        return header
    }

    /// The claims as written, and when it was made, until when it is good, and its id, unless `claims` names them.
    private func allClaims(_ bindings: Bindings, id: String, now: Timestamp) throws(ReadFailure) -> JSONObject {
        guard var all = try Value.map(ValueMap(claims.evaluate(bindings))).json?.object else {
            throw ReadFailure(reason: "the claims of the token are no data")
        }
        let standard: [(String, JSON)] = [
            ("iat", .int(now.seconds)), ("exp", .int(now.adding(lifetime).seconds)),
            ("jti", .string(Self.uniqueID(id, now))),
        ]
        for (name, value) in standard where !claims.contains(where: { $0.name.hasSameBytes(as: name) }) {
            all[name] = value
        }
        return all
    }

    /// Shaped as a UUID, which some providers want: version 8, made of a hash (RFC 9562 section 5.8).
    private static func uniqueID(_ id: String, _ now: Timestamp) -> String {
        var bytes = Array(HashAlgorithm.sha256.digest(Array("\(id):\(now.microseconds)".utf8)).prefix(16))
        bytes[6] = 0x80 | bytes[6] & 0x0F
        bytes[8] = 0x80 | bytes[8] & 0x3F
        let ranges = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return ranges.map { Hex.encode(bytes[$0]) }.joined(separator: "-")
    }

    private func signature(over content: [UInt8], _ secrets: SecretSet) throws(ReadFailure) -> [UInt8] {
        let key = try key.newest(in: secrets)
        if let hash = algorithm.hash { return hash.authenticate(content, key: key) }
        let text = String(decoding: key, as: UTF8.self)
        guard let signature = algorithm.scheme?.sign(content, privateKey: text) else {
            let reason = "the secret `\(self.key.secret)` is no private key for \(algorithm.rawValue)"
            throw ReadFailure(reason: reason)
        }
        return signature
    }
}
