extension Connector {
    /// Secrets without which no webhook can be verified, when a source gives those in `given`.
    ///
    /// None when it can verify by one of the ways its connector knows; otherwise what the first of them needs. A secret
    /// that a handshake hands over is never missing.
    public func secretsMissingToVerify(given: Set<String>) -> [String] {
        guard let rule = hook?.verify.rule else { return [] }
        let given = given.union(capturedSecrets)
        switch rule {
        case .nothing: return []
        case .all(let steps):
            let needed = steps.filter { $0.when == nil }.flatMap(\.check.secrets)
            return needed.isEmpty ? missing(for: steps, given) : Set(needed).subtracting(given).sorted()
        case .any(let steps): return missing(for: steps, given)
        }
    }

    /// What is missing for one of the steps at least: of those with `when` a source may use one only.
    private func missing(for steps: [VerifyStep], _ given: Set<String>) -> [String] {
        let missing = steps.map { Set($0.check.secrets).subtracting(given).sorted() }
        return missing.contains(where: \.isEmpty) ? [] : missing.first ?? []
    }
}
