import CEL
public import Core

extension Source {
    /// Runs the verify step forward: signs a request as the provider would, for sandboxes and tests.
    ///
    /// `webhook` already has everything that is signed, such as a header with the moment, and an empty signature where
    /// a step looks for one. The first step that applies signs, with the newest version of its secret, or for
    /// public-key schemes with the private key given under the secret's name (PEM, or raw bytes in Base64). `place`
    /// gets the signature in the step's encoding (`basic` the whole header value, `equals` the secret) and returns the
    /// request with it in place.
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
private struct Signer {
    let bindings: Bindings
    let secrets: SecretSet
    let privateKeys: [String: Secret]

    func signature(of check: VerifyStep.Check) -> String? {
        switch check {
        case .hmac(let signed, let algorithm, let key):
            guard let content = content(of: signed), let key = secrets[key.secret].first.flatMap(key.bytes) else {
                return nil
            }
            return signed.encoding.encode(algorithm.authenticate(content, key: key))
        case .digest(let signed, let algorithm):
            return content(of: signed).map { signed.encoding.encode(algorithm.digest($0)) }
        case .publicKey(let signed, let algorithm, let name):
            guard let content = content(of: signed), let key = privateKeys[name.secret] else { return nil }
            return algorithm.sign(content, privateKey: key.reveal()).map(signed.encoding.encode)
        case .basic(let secret): return secrets[secret].first.map { BasicCredentials.header($0.reveal()) }
        case .equals(_, let secret): return secrets[secret].first.map { $0.reveal() }
        }
    }

    /// The first candidate: what a provider signs plainly.
    private func content(of signed: SignedContent) -> [UInt8]? {
        var bindings = bindings
        bindings.context = SecretAccess(secrets: secrets)
        return signed.content.result(bindings).candidates.first?.byteString
    }
}
