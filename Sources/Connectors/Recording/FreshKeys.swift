import CEL
import Core

/// Keys and secrets of cases: made for them, good for nothing else.
struct FreshKeys {
    private let pseudonyms: Pseudonyms
    /// Values of secrets by name.
    private(set) var secrets: [String: String] = [:]
    /// Private keys, by the names ``Source/sign(_:at:privateKeys:place:)`` has for them.
    private(set) var privateKeys: [String: Secret] = [:]
    /// What the URLs of certificates and key sets give.
    private(set) var documents: [String: String] = [:]

    init(_ pseudonyms: Pseudonyms) {
        self.pseudonyms = pseudonyms
    }

    /// Takes a value for a secret, unless it has one.
    mutating func keep(_ value: String, for secret: String) {
        secrets[secret] = secrets[secret] ?? value
    }

    /// Makes what a step needs; false when that is not possible.
    mutating func make(for step: VerifyStep, at now: Timestamp, _ bindings: Bindings) -> Bool {
        switch step.check {
        case .hmac(_, _, let key): make(key)
        case .digest: for name in step.check.secrets { keep(random("secret", name), for: name) }
        case .basic(let secret): keep("recorder:\(random("basic", secret))", for: secret)
        case .token(let plan):
            switch plan.key {
            case .shared(let key): make(key)
            case .published(let source):
                let token = plan.token.result(bindings).string.flatMap { JSONWebToken($0) }
                guard let scheme = token?.algorithm?.scheme else { return false }
                return make(source, scheme, token, at: now, bindings)
            }
        case .publicKey(_, let choice, let source):
            guard let scheme = choice.algorithm(bindings)?.scheme else { return false }
            return make(source, scheme, nil, at: now, bindings)
        case .equals: break
        case .network(let rules): return rules.subject == nil
        case .call: return false
        }
        return true
    }

    /// A secret of which nobody looks at the form.
    mutating func make(plain secret: String) { keep(random("secret", secret), for: secret) }

    private mutating func make(_ key: SecretKey) {
        let bytes = pseudonyms.stream(Array("key \(key.secret)".utf8), count: 32)
        let text =
            switch key.encoding {
            case .utf8: Hex.encode(bytes)
            case .hex: Hex.encode(bytes)
            case .base64: Base64.encode(bytes)
            }
        keep(key.prefix + text, for: key.secret)
    }

    private func random(_ kind: String, _ name: String) -> String {
        "rec_" + Hex.encode(pseudonyms.stream(Array("\(kind) \(name)".utf8), count: 12))
    }

    private mutating func make(
        _ source: PublicKeySource,
        _ scheme: SignatureScheme,
        _ token: JSONWebToken?,
        at now: Timestamp,
        _ bindings: Bindings
    ) -> Bool {
        let name = source.privateKeyName
        if privateKeys[name] != nil, case .configured = source { return true }
        guard let pair = FreshPair(scheme.keyKind) else { return false }
        privateKeys[name] = Secret(pair.privateKey)
        switch source {
        case .configured(let key): keep(key.prefix + pair.publicKey, for: key.secret)
        case .certificate(let published, let rules):
            guard let url = published.url.result(bindings).string,
                let document = pair.certificate(for: url, rules, at: now)
            else { return false }
            documents[url] = document
        case .keySet(let published, let name):
            guard let url = published.url.result(bindings).string else { return false }
            let id = name.map { $0.result(bindings).word } ?? token?.keyID
            documents[url] = pair.keySet(named: id)
        }
        return true
    }
}
