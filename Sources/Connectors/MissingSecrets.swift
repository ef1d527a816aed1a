extension Connector {
    /// Secrets without which no webhook can be verified, when a source gives those in `given`.
    ///
    /// None when it can verify by one of the ways its connector knows; otherwise what the first of them needs.
    public func secretsMissingToVerify(given: Set<String>) -> [String] {
        guard let rule = hook?.verify.rule else { return [] }
        switch rule {
        case .nothing: return []
        case .all(let steps):
            return Set(steps.flatMap(\.check.secrets)).subtracting(given).sorted()
        case .any(let steps):
            let missing = steps.map { Set($0.check.secrets).subtracting(given).sorted() }
            return missing.contains(where: \.isEmpty) ? [] : missing.first ?? []
        }
    }
}

extension VerifyStep.Check {
    /// The secrets it reads by name.
    fileprivate var secrets: [String] {
        switch self {
        case .hmac(_, _, let key): [key.secret]
        case .digest: []
        case .publicKey(_, _, let key): [key.secret]
        case .basic(let secret), .equals(_, let secret): [secret]
        }
    }
}
