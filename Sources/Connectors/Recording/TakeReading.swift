import CEL
import Core

extension Take {
    /// The whole second in which it was signed, where it says so.
    static func moment(_ steps: [VerifyStep], _ verifier: Verifier) -> Timestamp? {
        for step in steps {
            let bindings = MarkFinder.elements(of: step, verifier.bindings).first?.bindings ?? verifier.bindings
            if let moment = step.timestamp?.moment(bindings) { return Timestamp(seconds: moment.seconds) }
            guard case .token(let plan) = step.check,
                let token = plan.token.result(bindings).string.flatMap({ JSONWebToken($0) })
            else { continue }
            for name in ["iat", "nbf"] {
                if let seconds = token.claims[name]?.int { return Timestamp(seconds: seconds) }
            }
        }
        return nil
    }

    static func keys(
        for steps: [VerifyStep],
        _ isHandshake: Bool,
        _ verifier: Verifier,
        _ now: Timestamp
    ) throws(Failure) -> FreshKeys {
        var keys = FreshKeys(Pseudonyms(salt: Array("keys of cases".utf8)))
        for step in steps {
            let bindings = MarkFinder.elements(of: step, verifier.bindings).first?.bindings ?? verifier.bindings
            guard keys.make(for: step, at: now, bindings) else {
                throw Failure(reason: "a step `\(step.check.words)` cannot be signed anew")
            }
        }
        if isHandshake { for name in verifier.source.connector.secrets { keys.make(plain: name) } }
        return keys
    }
}
