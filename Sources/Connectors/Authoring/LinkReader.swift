import CEL
import Core
import YAML

/// Reads what leads from one action to another: `fallback` and `lookup`.
struct LinkReader {
    let author: Author
    /// The action.
    let reader: MappingReader

    /// What is performed instead, in the order asked; some of it beside a problem.
    func fallbacks(_ scopes: ActionScopes) -> [Fallback] {
        reader.nestedList("fallback").compactMap { reader in
            let when = author.expression(reader.text("when", .required), in: scopes.reply)
            let action = reader.text("action", .required)
            let input = author.fields(reader.mapping("input"), in: scopes.reply)
            reader.finish()
            guard let when, let action else { return nil }
            return Fallback(when: when, action: action, input: input)
        }
    }

    /// How the provider is asked; nil when it is not, or beside a problem.
    func lookup(_ scopes: ActionScopes) -> Lookup? {
        guard let reader = reader.nested("lookup") else { return nil }
        let action = reader.text("action", .required)
        let input = author.fields(reader.mapping("input"), in: scopes.call)
        let found = author.expression(reader.text("found", .required), in: scopes.reply)
        let result = author.fields(reader.mapping("result"), in: scopes.reply)
        reader.finish()
        guard let action, let found else { return nil }
        return Lookup(action: action, input: input, found: found, result: result)
    }
}
