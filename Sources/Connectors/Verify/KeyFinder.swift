import CEL
import Core

/// Finds the keys that may have signed a request.
struct KeyFinder {
    /// What was found.
    enum Found {
        /// One at least.
        case keys([PublicKey])
        case nothing(CheckOutcome)
    }

    let bindings: Bindings
    let secrets: SecretSet
    /// What was fetched, by URL.
    let documents: [String: String]
    let now: Timestamp

    /// The keys of this kind; of a set those that `token` may be signed with.
    func keys(_ source: PublicKeySource, _ kind: PublicKey.Kind, for token: JSONWebToken? = nil) -> Found {
        switch source {
        case .configured(let name):
            let keys = secrets[name.secret].compactMap { name.key($0, kind) }
            return keys.isEmpty ? .nothing(.failed(.noApplicableScheme)) : .keys(keys)
        case .certificate(let published, let rules):
            return fetched(published, .certificate(isChained: rules.isChained)) { self.keys(in: $0, rules, $1) }
        case .keySet(let published, let name):
            return fetched(published, .keySet) { keys(in: $0, named: name, token, $1) }
        }
    }

    /// The URL is held against the allow-list as the request has it: only then may anything be fetched.
    private func fetched(
        _ published: PublishedKeys,
        _ format: KeyRequest.Format,
        read: (String, KeyRequest) -> Found
    ) -> Found {
        guard let url = published.url.result(bindings).string, published.allowed.allows(url) else {
            return .nothing(.failed(.badCertificateURL))
        }
        let request = { (reason: Refusal.Reason, isRenewal: Bool) in
            KeyRequest(url: url, lifetime: published.lifetime, reason: reason, isRenewal: isRenewal, format: format)
        }
        guard let document = documents[url] else {
            return .nothing(.needs(.document(request(.certificateUnavailable, false))))
        }
        let isCertificate = if case .certificate = format { true } else { false }
        return read(document, request(isCertificate ? .certificateExpired : .badSignature, true))
    }

    private func keys(in document: String, _ rules: CertificateRules, _ renewal: KeyRequest) -> Found {
        guard let certificate = SigningCertificate(pem: document), let key = certificate.key else {
            return .nothing(.failed(.certificateUnavailable))
        }
        if let subject = rules.subject {
            let names = certificate.commonNames
            guard !names.isEmpty, names.allSatisfy(subject.matches) else {
                return .nothing(.failed(.badCertificateURL))
            }
        }
        if rules.checksValidity, !certificate.isValid(at: now) { return .nothing(.needs(.document(renewal))) }
        return .keys([key])
    }

    /// A set without the key may be older than the key.
    private func keys(
        in document: String,
        named name: Expression?,
        _ token: JSONWebToken?,
        _ renewal: KeyRequest
    ) -> Found {
        guard let set = JSONWebKeySet(document) else { return .nothing(.failed(.certificateUnavailable)) }
        let id = name.map { $0.result(bindings).word ?? "" } ?? token?.keyID
        let keys = set.keys(named: id, for: token?.algorithm)
        return keys.isEmpty ? .nothing(.needs(.document(renewal))) : .keys(keys)
    }
}
