import CEL
import Core

/// Checks a signed token: algorithm, signature, dates and claims, in this order.
struct TokenCheck {
    let plan: TokenPlan
    let finder: KeyFinder

    private var bindings: Bindings { finder.bindings }
    private var now: Timestamp { finder.now }

    func outcome() -> CheckOutcome {
        let text: String
        switch plan.token.result(bindings) {
        case .error(let error): return .failed(error.isMissingField ? .missingSignature : .malformedSignature)
        case let value where value.isBlank: return .failed(.missingSignature)
        case let value: text = value.string ?? ""
        }
        guard let token = JSONWebToken(text) else { return .failed(.malformedSignature) }
        guard let algorithm = token.algorithm, plan.algorithms.contains(algorithm), !token.hasExtensions else {
            return .failed(.badAlgorithm)
        }
        return signature(of: token, algorithm)
            .then { CheckOutcome(dates(of: token.claims)) }
            .then { CheckOutcome(rules(of: token.claims)) }
    }

    private func signature(of token: JSONWebToken, _ algorithm: TokenAlgorithm) -> CheckOutcome {
        switch (plan.key, algorithm.hash, algorithm.scheme) {
        case (.shared(let key), let hash?, _):
            let keys = finder.secrets[key.secret].compactMap(key.bytes)
            guard !keys.isEmpty else { return .failed(.noApplicableScheme) }
            let isSigned = keys.contains { key in
                ConstantTime.areEqual(hash.authenticate(token.signed, key: key), token.signature)
            }
            return isSigned ? .passed : .failed(.badSignature)
        case (.published(let source), _, let scheme?):
            switch finder.keys(source, scheme.keyKind, for: token) {
            case .nothing(let outcome): return outcome
            case .keys(let keys):
                let isSigned = keys.contains { scheme.verifies(token.signed, [token.signature], by: $0) }
                return isSigned ? .passed : .failed(.badSignature)
            }
        default: return .failed(.badAlgorithm)
        }
    }

    /// Not before, until, and since when (RFC 7519 sections 4.1.4 to 4.1.6).
    private func dates(of claims: JSONObject) -> Refusal.Reason? {
        let names = ["nbf", "exp", "iat"]
        let dates = names.map { claims[$0]?.moment }
        if zip(names, dates).contains(where: { claims[$0] != nil && $1 == nil }) { return .badClaim }
        if let start = dates[0], start.since(now) > plan.leeway { return .futureTimestamp }
        if let end = dates[1], now.since(end) >= plan.leeway { return .staleTimestamp }
        if let issued = dates[2], issued.since(now) > plan.leeway { return .futureTimestamp }
        guard let age = plan.age else { return nil }
        guard let issued = dates[2] else { return .badClaim }
        return now.since(issued) > age ? .staleTimestamp : nil
    }

    private func rules(of claims: JSONObject) -> Refusal.Reason? {
        var bindings = bindings
        bindings["claims"] = Value(.object(claims))
        return plan.claims.first { !$0.require.result(bindings).isTrue }?.reason
    }
}

extension JSON {
    /// A date of a token: seconds since 1970, perhaps with a fraction.
    fileprivate var moment: Timestamp? {
        switch self {
        case .int(let seconds): Timestamp(seconds: seconds)
        case .double(let seconds): Int64(exactly: seconds.rounded(.down)).map { Timestamp(seconds: $0) }
        default: nil
        }
    }
}
