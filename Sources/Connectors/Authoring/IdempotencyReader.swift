import CEL
import Core
import YAML

/// Reads `idempotency` of an action.
struct IdempotencyReader {
    let author: Author
    /// The action.
    let reader: MappingReader

    /// How repetitions may be told without a key.
    static let words = ["none", "natural"]

    /// How repetitions are told, and the value of the header or field that says so; nil only beside a problem.
    func read(_ scopes: ActionScopes) -> (Idempotency?, DataTemplate?) {
        guard let node = reader.required("idempotency") else { return (nil, nil) }
        if node.entries == nil {
            let word = node.choice("`idempotency`", of: Self.words, author.problems)
            return (word.map { $0 == "none" ? .none : .natural } as Idempotency?, nil)
        }
        let nested = MappingReader(node, author.problems, name: "`idempotency`")
        let path = nested.text("body")
        let header = nested.string("header", nested.has("body") ? .optional : .required)
        let value = author.data(nested.required("value"), in: scopes.call)
        let ttl = nested.duration("ttl")
        nested.finish()
        if header != nil, let path {
            author.problems.add("bad-value", "the key stands in a header or in the body, not in both", at: path)
        }
        if let path { return (isPath(path) ? .body(path.text, ttl: ttl) : nil, value) }
        return (header.map { .header($0, ttl: ttl) }, value)
    }

    private func isPath(_ path: SourceText) -> Bool {
        let isGood = !BodyPath.names(path.text).contains(where: \.isEmpty)
        if !isGood { author.problems.add("bad-value", "`body` must be a path", hint: "as in `data.key`", at: path) }
        return isGood
    }
}
