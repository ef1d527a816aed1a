import CEL
import Core

/// A header that carries an authentication code over the request.
struct SignedHeader: Sendable {
    let algorithm: HashAlgorithm
    let key: SecretKey
    /// Sees `method`, `url` as it is sent, and `body`.
    let content: Expression
    let encoding: SignatureEncoding
    /// Its value sees `signature`.
    let header: HeaderTemplate

    /// The header for a request whose other parts stand.
    func header(
        of call: HTTPCall,
        _ bindings: Bindings,
        _ secrets: SecretSet
    ) throws(ReadFailure) -> (name: String, value: String) {
        var bindings = bindings
        bindings["method"] = Value(call.method)
        bindings["url"] = Value(call.url)
        guard let content = try content.read(bindings).byteString else {
            throw ReadFailure("`content` must be text or bytes", in: content.source)
        }
        let code = algorithm.authenticate(content, key: try key.newest(in: secrets))
        bindings["signature"] = Value(encoding.encode(code))
        return (header.name, try header.value.evaluate(bindings).word ?? "")
    }
}

extension SecretKey {
    /// The key made of the newest version of the secret.
    func newest(in secrets: SecretSet) throws(ReadFailure) -> [UInt8] {
        guard let version = secrets[secret].first else {
            throw ReadFailure(reason: "the secret `\(secret)` is not configured")
        }
        guard let key = bytes(of: version) else {
            throw ReadFailure(reason: "the secret `\(secret)` is not written as its `key` says")
        }
        return key
    }
}
