import CEL
import Core

/// One check of a request.
struct VerifyStep: Sendable {
    /// What is checked.
    enum Check: Sendable {
        /// An authentication code over content, under a shared key.
        case hmac(SignedContent, AlgorithmChoice<HashAlgorithm>, SecretKey)
        /// A plain hash over content that has the secret mixed in.
        case digest(SignedContent, AlgorithmChoice<HashAlgorithm>)
        /// A signature over content, by the holder of a private key.
        case publicKey(SignedContent, AlgorithmChoice<SignatureAlgorithm>, PublicKeySource)
        /// A signed token whose claims tell of the request.
        case token(TokenPlan)
        /// HTTP Basic credentials, given as `user:password`.
        case basic(secret: String)
        /// A value that must be the secret.
        case equals(Expression, secret: String)
        /// Who opened the connection.
        case network(SenderRules)
        /// The provider's own word.
        case call(PostbackPlan)
    }

    /// When the step applies; always when there is none.
    let when: Expression?
    /// Elements to check one by one, bound to `item`.
    let each: Expression?
    /// What must hold besides, such as a hash of the body in the URL.
    let require: Expression?
    let check: Check
    /// When the request was signed.
    let timestamp: SigningTime?
    /// What the provider uses once.
    let nonce: NoncePlan?
}

extension VerifyStep.Check {
    /// The secrets it reads by name.
    var secrets: [String] {
        switch self {
        case .hmac(_, _, let key): [key.secret]
        case .publicKey(_, _, let source): source.secrets
        case .token(let plan): plan.secrets
        case .basic(let secret), .equals(_, let secret): [secret]
        case .digest(let signed, _): signed.content.mentionedSecrets
        case .network, .call: []
        }
    }

    /// The expressions of it.
    var expressions: [Expression] {
        switch self {
        case .hmac(let signed, let algorithm, _): signed.expressions + [algorithm.selector].compactMap(\.self)
        case .digest(let signed, let algorithm): signed.expressions + [algorithm.selector].compactMap(\.self)
        case .publicKey(let signed, let algorithm, let source):
            signed.expressions + [algorithm.selector].compactMap(\.self) + source.expressions
        case .token(let plan): plan.expressions
        case .equals(let value, _): [value]
        case .basic, .network, .call: []
        }
    }

    /// The variables that it reads.
    fileprivate var variables: Set<String> {
        if case .call(let plan) = self {
            return plan.call.input.flatMap(\.value.templates).reduce(into: []) { $0.formUnion($1.variables) }
        }
        return expressions.reduce(into: []) { $0.formUnion($1.variables) }
    }
}

extension VerifyStep {
    /// The variables that its expressions read.
    var variables: Set<String> {
        let own = [when, each, require, timestamp?.value, nonce?.value].compactMap(\.self)
        return own.reduce(into: check.variables) { $0.formUnion($1.variables) }
    }
}

extension VerifyPlan {
    /// The variables that its expressions read.
    var variables: Set<String> {
        steps.reduce(into: refusal.variables) { $0.formUnion($1.variables) }
    }
}

extension Expression {
    /// The names that stand in `secret(…)`.
    fileprivate var mentionedSecrets: [String] {
        mentions.calls.filter { $0.function == "secret" }.compactMap { $0.literals.first?.text }
    }
}
