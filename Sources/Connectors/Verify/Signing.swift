import CEL
public import Core

extension Source {
    /// Runs the verify step forward: signs a request as the provider would, for sandboxes and tests.
    ///
    /// `webhook` already has everything that is signed, such as a header with the moment, and an empty signature where
    /// a step looks for one; of a token header and claims, with a point behind each. The first step that applies signs,
    /// with the newest version of its secret, or for public-key schemes with the private key given under the secret's
    /// name (PEM, or raw bytes in Base64), or under `cert_url` or `jwks_url` where the public one is fetched. `place`
    /// gets the signature in the step's encoding (`basic` the whole header value, `equals` the secret, `jwt` the whole
    /// token) and returns the request with it in place.
    ///
    /// Nil when no step applies, or a key is missing or unreadable. A connector that verifies nothing signs nothing.
    public func sign(
        _ webhook: RawWebhook,
        at now: Timestamp,
        privateKeys: [String: Secret] = [:],
        place: (String) -> RawWebhook
    ) -> RawWebhook? {
        guard let hook = connector.hook else { return nil }
        if hook.verify.isUnverified { return webhook }
        var bindings = Verifier(hook: hook, webhook: webhook, source: self, now: now).bindings
        guard let step = hook.verify.steps.first(where: { $0.when?.result(bindings).isTrue ?? true }) else {
            return nil
        }
        if case .list(let elements)? = step.each?.result(bindings) { bindings["item"] = elements.first }
        let signer = Signer(bindings: bindings, secrets: secrets, privateKeys: privateKeys)
        return signer.signature(of: step.check).map(place)
    }
}

/// Makes the signature that a step would accept.
struct Signer {
    let bindings: Bindings
    let secrets: SecretSet
    let privateKeys: [String: Secret]

    func signature(of check: VerifyStep.Check) -> String? {
        switch check {
        case .hmac(let signed, let choice, let key):
            guard let content = content(of: signed), let key = secrets[key.secret].first.flatMap(key.bytes) else {
                return nil
            }
            return choice.algorithm(bindings).map { signed.encoding.encode($0.authenticate(content, key: key)) }
        case .digest(let signed, let choice):
            guard let content = content(of: signed) else { return nil }
            return choice.algorithm(bindings).map { signed.encoding.encode($0.digest(content)) }
        case .publicKey(let signed, let choice, let source):
            guard let content = content(of: signed), let scheme = choice.algorithm(bindings)?.scheme else { return nil }
            return sign(content, scheme, source).map(signed.encoding.encode)
        case .token(let plan): return token(plan)
        case .basic(let secret): return secrets[secret].first.map { BasicCredentials.header($0.reveal()) }
        case .equals(_, let secret): return secrets[secret].first.map { $0.reveal() }
        case .network, .call: return ""
        }
    }

    private func sign(_ content: [UInt8], _ scheme: SignatureScheme, _ source: PublicKeySource) -> [UInt8]? {
        privateKeys[source.privateKeyName].flatMap { scheme.sign(content, privateKey: $0.reveal()) }
    }

    /// The token that stands there without its signature, and with it.
    private func token(_ plan: TokenPlan) -> String? {
        guard let text = plan.token.result(bindings).string, let token = JSONWebToken(text),
            let algorithm = token.algorithm, let signature = signature(of: token, algorithm, plan)
        else { return nil }
        return "\(String(decoding: token.signed, as: UTF8.self)).\(Base64.encode(signature, urlSafe: true))"
    }

    private func signature(of token: JSONWebToken, _ algorithm: TokenAlgorithm, _ plan: TokenPlan) -> [UInt8]? {
        switch (plan.key, algorithm.hash, algorithm.scheme) {
        case (.shared(let key), let hash?, _):
            secrets[key.secret].first.flatMap(key.bytes).map { hash.authenticate(token.signed, key: $0) }
        case (.published(let source), _, let scheme?): sign(token.signed, scheme, source)
        default: nil
        }
    }

    /// The first candidate: what a provider signs plainly.
    private func content(of signed: SignedContent) -> [UInt8]? {
        var bindings = bindings
        bindings.context = SecretAccess(secrets: secrets)
        return signed.content.result(bindings).candidates.first?.byteString
    }
}

extension PublicKeySource {
    /// The name under which a sandbox keeps the private key.
    var privateKeyName: String {
        switch self {
        case .configured(let name): name.secret
        case .certificate: "cert_url"
        case .keySet: "jwks_url"
        }
    }
}
