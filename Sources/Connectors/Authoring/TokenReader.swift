import CEL
import Core
import YAML

/// Reads a step of type `jwt`.
struct TokenReader {
    let author: Author
    let reader: MappingReader
    let place: StepPlace

    private static let longestLeeway = 3600
    private static let longestAge = 86_400 * 7

    /// Nil only beside a problem.
    func plan() -> TokenPlan? {
        let token = author.expression(reader.text("token", .required), in: place.plain)
        let algorithms = algorithms()
        let key = reader.nested("key", .required).flatMap { self.key($0, algorithms) }
        let leeway = reader.int("leeway_s", in: 0...Self.longestLeeway) ?? TokenPlan.defaultLeeway
        let age = reader.int("max_age_s", in: 1...Self.longestAge)
        let nodes = reader.nestedList("claims")
        let claims = nodes.compactMap(claim)
        guard let token, let algorithms, let key, claims.count == nodes.count else { return nil }
        return TokenPlan(
            token: token,
            algorithms: algorithms,
            key: key,
            leeway: .seconds(Int64(leeway)),
            age: age.map { .seconds(Int64($0)) },
            claims: claims
        )
    }

    /// The list is closed: a token says itself how it is signed, and would say whatever helps.
    private func algorithms() -> Set<TokenAlgorithm>? {
        guard let node = reader.required("algorithms"), let nodes = node.list("`algorithms`", author.problems) else {
            return nil
        }
        let texts = nodes.compactMap { $0.text("an algorithm", author.problems) }
        let algorithms = texts.compactMap(algorithm)
        if nodes.isEmpty { author.problems.add("bad-value", "`algorithms` needs one", hint: "HS256", at: node) }
        return algorithms.count == nodes.count && !nodes.isEmpty ? Set(algorithms) : nil
    }

    private func algorithm(_ text: SourceText) -> TokenAlgorithm? {
        if let algorithm = TokenAlgorithm(rawValue: text.text) { return algorithm }
        let isNone = text.text.lowercased() == "none"
        let hint = Suggestion.hint(for: text.text, in: TokenAlgorithm.allCases.map(\.rawValue))
        let message = isNone ? "a token without a signature proves nothing" : "`algorithms` cannot be `\(text.text)`"
        author.problems.add("bad-value", message, hint: isNone ? nil : hint, at: text)
        return nil
    }

    /// Whoever took a public key for a shared one could be sent tokens by everybody, so that the two never mix.
    private func key(_ reader: MappingReader, _ algorithms: Set<TokenAlgorithm>?) -> TokenPlan.Key? {
        let isShared = reader.has("secret")
        let keys = KeyReader(author, reader, place)
        let key =
            isShared
            ? keys.secretKey().map(TokenPlan.Key.shared)
            : keys.publicKeys(namesKey: false).map(TokenPlan.Key.published)
        let others = (algorithms ?? []).filter { ($0.hash != nil) != isShared }.map(\.rawValue).sorted()
        guard others.isEmpty else {
            let hint = isShared ? "give `public`, `cert_url` or `jwks_url`" : "give `secret`"
            let names = others.joined(separator: ", ")
            author.problems.add("bad-value", "\(names) cannot be checked with this key", hint: hint, at: reader.node)
            return nil
        }
        return key
    }

    private func claim(_ reader: MappingReader) -> ClaimRule? {
        let require = author.expression(reader.text("require", .required), in: place.withClaims)
        let reason = author.word("reason", Refusal.Reason.self, in: reader) ?? .badClaim
        reader.finish()
        return require.map { ClaimRule(require: $0, reason: reason) }
    }
}
