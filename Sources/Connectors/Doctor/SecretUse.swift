import Core

/// How a connector reads one of its secrets, which says how it must be written.
enum SecretUse: Sendable {
    /// A key that both sides know.
    case shared(SecretKey)
    /// A public key of one of these kinds.
    case publicKey(PublicKeyName, [PublicKey.Kind])
    /// A private key of ours.
    case privateKey(SecretKey, SignatureScheme, TokenAlgorithm)
    /// `user:password`.
    case credentials
    /// A certificate of ours, PEM.
    case certificate
    /// The private key of a certificate, PEM.
    case certificateKey
}

extension Connector {
    /// How each secret is read, where that says anything about how it is written.
    var secretUses: [(secret: String, use: SecretUse)] {
        let steps = (hook?.verify.steps ?? []).flatMap(\.check.uses)
        let requests = actions.keys.sorted().compactMap { actions[$0]?.request } + tokens.values.map(\.request)
        let assertions = tokens.values.compactMap(\.assertion).map(\.use)
        return steps + requests.flatMap(\.uses) + assertions
    }
}

extension VerifyStep.Check {
    fileprivate var uses: [(secret: String, use: SecretUse)] {
        switch self {
        case .hmac(_, _, let key): [(key.secret, .shared(key))]
        case .publicKey(_, let algorithm, .configured(let name)):
            [(name.secret, .publicKey(name, algorithm.all.map(\.scheme.keyKind)))]
        case .token(let plan): plan.uses
        case .basic(let secret): [(secret, .credentials)]
        case .publicKey, .digest, .equals, .network, .call: []
        }
    }
}

extension TokenPlan {
    fileprivate var uses: [(secret: String, use: SecretUse)] {
        switch key {
        case .shared(let key): [(key.secret, .shared(key))]
        case .published(.configured(let name)):
            [(name.secret, .publicKey(name, algorithms.compactMap { $0.scheme?.keyKind }))]
        case .published: []
        }
    }
}

extension RequestTemplate {
    fileprivate var uses: [(secret: String, use: SecretUse)] {
        var uses: [(secret: String, use: SecretUse)] = []
        switch authentication {
        case .jwt(let token): uses.append(token.use)
        case .hmac(let header): uses.append((header.key.secret, .shared(header.key)))
        case .none, .basic, .bearer, .header, .query, .token, .awsSignature: break
        }
        if let identity { uses += [(identity.certificate, .certificate), (identity.key, .certificateKey)] }
        return uses
    }
}

extension TokenTemplate {
    fileprivate var use: (secret: String, use: SecretUse) {
        (key.secret, algorithm.scheme.map { .privateKey(key, $0, algorithm) } ?? .shared(key))
    }
}
