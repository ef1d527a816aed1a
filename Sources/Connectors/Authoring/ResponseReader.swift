import CEL
import Core
import YAML

/// Reads `response` of an action.
struct ResponseReader {
    let author: Author
    let reader: MappingReader

    /// Nil only beside a problem.
    func read(_ scope: Scope) -> ResponseRules? {
        let ok = author.expression(reader.text("ok", .required), in: scope)
        let error = reader.nested("error")
        let words = ReplyRules(
            result: author.fields(reader.mapping("result"), in: scope),
            retryAfter: rule("retry_after", scope),
            code: author.data(error?.optional("code"), in: scope),
            message: author.data(error?.optional("message"), in: scope)
        )
        let rules = ResponseRules(
            reauth: rule("reauth", scope),
            ok: ok,
            retry: rule("retry", scope),
            permanent: rule("permanent", scope),
            unknown: rule("unknown", scope),
            words: words
        )
        error?.finish()
        reader.finish()
        return ok == nil ? nil : rules
    }

    private func rule(_ key: String, _ scope: Scope) -> Expression? {
        author.expression(reader.text(key), in: scope)
    }
}
