import CEL
import Core

/// What a check of a token looks at: how it is signed, and which claims do not hold.
struct TokenNotes {
    let plan: TokenPlan
    let keys: KeyFinder

    var notes: [StepTrace.Note] {
        let given = plan.token.result(keys.bindings)
        if case .error(let error) = given {
            return [StepTrace.Note("given", "`\(plan.token.source.text)` fails: \(error.message)")]
        }
        guard let token = given.string.flatMap({ JSONWebToken($0) }) else {
            return [StepTrace.Note("given", "no token: three parts of Base64url, the first two of them JSON objects")]
        }
        let claims = JSON.object(token.claims)
        let parts = [
            StepTrace.Note("header", JSON.object(token.header).text), StepTrace.Note("claims", claims.text),
        ]
        return parts + [key(of: token)] + failures(Value(claims))
    }

    private func key(of token: JSONWebToken) -> StepTrace.Note {
        guard let algorithm = token.algorithm, plan.algorithms.contains(algorithm) else {
            return StepTrace.Note("algorithm", "the token names none that is allowed")
        }
        switch (plan.key, algorithm.hash, algorithm.scheme) {
        case (.shared(let key), let hash?, _):
            let known = keys.secrets[key.secret].compactMap(key.bytes)
            let count = known.count { hash.authenticate(token.signed, key: $0) == token.signature }
            return StepTrace.Note("key", "\(count) of \(known.count) fits")
        case (.published(let source), _, let scheme?):
            return keys.note(source, scheme.keyKind, for: token) {
                scheme.verifies(token.signed, [token.signature], by: $0)
            }
        default: return StepTrace.Note("algorithm", "the token's does not go with the kind of key")
        }
    }

    private func failures(_ claims: Value) -> [StepTrace.Note] {
        var bindings = keys.bindings
        bindings["claims"] = claims
        return plan.claims.filter { !$0.require.result(bindings).isTrue }.map { rule in
            StepTrace.Note("claim", "does not hold: \(rule.require.source.text)")
        }
    }
}
