import CEL
import Core

/// What a check looks at: contents, signatures, and which of them fit under which version of a secret.
struct CheckNotes {
    let keys: KeyFinder
    let sender: Sender

    private var bindings: Bindings { keys.bindings }
    private var secrets: SecretSet { keys.secrets }

    func notes(on check: VerifyStep.Check) -> [StepTrace.Note] {
        let notes =
            switch check {
            case .hmac(let signed, let algorithm, let key): self.notes(on: signed, algorithm, key)
            case .digest(let signed, let algorithm): self.notes(on: signed, algorithm)
            case .publicKey(let signed, let algorithm, let source): self.notes(on: signed, algorithm, source)
            case .token(let plan): TokenNotes(plan: plan, keys: keys).notes
            case .basic(let secret): [credentials(secret)]
            case .equals(let value, let secret): [comparison(value, secret)]
            case .network(let rules): network(rules)
            case .call(let plan):
                [StepTrace.Note("action", "`\(plan.call.action)` is asked, and `ok` is about its reply")]
            }
        return notes.map { $0.without(secrets) }
    }

    private func notes(
        on signed: SignedContent,
        _ choice: AlgorithmChoice<HashAlgorithm>,
        _ key: SecretKey
    ) -> [StepTrace.Note] {
        let parts = SignedParts(signed, bindings)
        guard let algorithm = choice.algorithm(bindings) else { return parts.notes + [Self.noAlgorithm] }
        let versions = secrets[key.secret]
        if versions.isEmpty { return parts.notes + [StepTrace.Note("key", "`\(key.secret)` is not given")] }
        let codes = versions.enumerated().flatMap { index, secret in
            let name = versions.count == 1 ? "`\(key.secret)`" : "`\(key.secret)` \(index + 1)"
            guard let key = key.bytes(of: secret) else {
                return [StepTrace.Note("key", "\(name) is not written as `key:` says")]
            }
            return parts.computed(with: name) { algorithm.authenticate($0, key: key) }
        }
        return parts.notes + codes
    }

    /// The secret stands in the content, which is shown without it.
    private func notes(on signed: SignedContent, _ choice: AlgorithmChoice<HashAlgorithm>) -> [StepTrace.Note] {
        let count = secrets.names.map { secrets[$0].count }.max() ?? 0
        let versions = (0..<max(1, count)).map { version in
            var bindings = bindings
            bindings.context = SecretAccess(secrets: secrets, version: version)
            return SignedParts(signed, bindings)
        }
        guard let algorithm = choice.algorithm(bindings) else { return versions[0].notes + [Self.noAlgorithm] }
        let hashes = versions.enumerated().flatMap { index, parts in
            parts.computed(with: "version \(index + 1) of the secrets") { algorithm.digest($0) }
        }
        return versions[0].notes + hashes
    }

    private func notes(
        on signed: SignedContent,
        _ choice: AlgorithmChoice<SignatureAlgorithm>,
        _ source: PublicKeySource
    ) -> [StepTrace.Note] {
        let parts = SignedParts(signed, bindings)
        guard let scheme = choice.algorithm(bindings)?.scheme else { return parts.notes + [Self.noAlgorithm] }
        let key = keys.note(source, scheme.keyKind) { key in
            parts.contents.contains { scheme.verifies($0, parts.signatures, by: key) }
        }
        return parts.notes + [key]
    }

    private static let noAlgorithm = StepTrace.Note("algorithm", "the request names none that is allowed")

    private func credentials(_ secret: String) -> StepTrace.Note {
        switch BasicCredentials.refusal(bindings, secrets[secret]) {
        case nil: StepTrace.Note("given", "the `Authorization` header says `\(secret)`")
        case .missingCredentials: StepTrace.Note("given", "no `Authorization` header with basic credentials")
        case .noApplicableScheme: StepTrace.Note("key", "`\(secret)` is not given")
        default: StepTrace.Note("given", "the `Authorization` header says something else than `\(secret)`")
        }
    }

    /// What was given may be the secret, so it is not shown.
    private func comparison(_ value: Expression, _ secret: String) -> StepTrace.Note {
        switch value.result(bindings) {
        case .error(let error): return StepTrace.Note("given", "`\(value.source.text)` fails: \(error.message)")
        case let value:
            guard let bytes = value.byteString, !bytes.isEmpty else { return StepTrace.Note("given", "nothing") }
            let isKnown = secrets[secret].contains { ConstantTime.areEqual(Array($0.reveal().utf8), bytes) }
            return StepTrace.Note("given", "\(bytes.count) bytes, which \(isKnown ? "are" : "are not") `\(secret)`")
        }
    }

    private func network(_ rules: SenderRules) -> [StepTrace.Note] {
        let peer = rules.addresses.map { addresses in
            guard let peer = sender.peer else { return StepTrace.Note("peer", "is not known here") }
            let isListed = addresses.contains(peer) ?? false
            return StepTrace.Note("peer", "\(peer) \(isListed ? "is" : "is not") in the list")
        }
        let subject = rules.subject.map { pattern in
            guard let subject = sender.subject else { return StepTrace.Note("subject", "no certificate is known here") }
            return StepTrace.Note("subject", "\(subject) \(pattern.matches(subject) ? "matches" : "does not match")")
        }
        return [peer, subject].compactMap(\.self)
    }
}

extension KeyFinder {
    /// Which of the keys that may have signed did.
    func note(
        _ source: PublicKeySource,
        _ kind: PublicKey.Kind,
        for token: JSONWebToken? = nil,
        fits: (PublicKey) -> Bool
    ) -> StepTrace.Note {
        switch keys(source, kind, for: token) {
        case .nothing(.needs(.document(let request))):
            return StepTrace.Note("key", "must be fetched from \(request.url)")
        case .nothing(.failed(let reason)): return StepTrace.Note("key", "there is none: \(reason.rawValue)")
        case .nothing(.passed), .nothing(.needs): return StepTrace.Note("key", "there is none")
        case .keys(let keys):
            let count = keys.count(where: fits)
            return StepTrace.Note("key", "\(count) of \(keys.count) fits")
        }
    }
}

extension StepTrace.Note {
    /// The note without the values of secrets, wherever they stand; shorter ones are no secrets.
    fileprivate func without(_ secrets: SecretSet) -> StepTrace.Note {
        let values = secrets.names.flatMap { secrets[$0] }.map { $0.reveal() }.filter { $0.utf8.count >= 4 }
        let text = values.reduce(text) { $0.replacing($1, with: "***") }
        let bytes = bytes.map { bytes in
            values.reduce(bytes) { Array($0.replacing(Array($1.utf8), with: Array("***".utf8))) }
        }
        return StepTrace.Note(label, text, bytes: bytes)
    }
}
