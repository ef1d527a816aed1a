import Core
import YAML

extension Author {
    private static let methods = ["GET", "POST", "PUT", "PATCH"]

    /// `{status, headers, json | form | text}`; nil only beside a problem.
    func reply(_ reader: MappingReader, in scope: Scope) -> ReplyTemplate? {
        let status = reader.int("status", in: 100...599, .required)
        let headers = fields(reader.mapping("headers"), in: scope)
        let body = body(reader, in: scope)
        reader.finish()
        return status.map { ReplyTemplate(status: $0, headers: headers, body: body) }
    }

    /// The keys of a webhook, `json | form | text` among them; the reader is not finished.
    func webhook(_ reader: MappingReader, in scope: Scope) -> WebhookTemplate? {
        let method = reader.choice("method", of: Self.methods) ?? "POST"
        let headers = fields(reader.mapping("headers"), in: scope)
        let target = target(reader, in: scope)
        let body = body(reader, in: scope)
        return target.map { WebhookTemplate(method: method, target: $0, headers: headers, body: body) }
    }

    private func target(_ reader: MappingReader, in scope: Scope) -> WebhookTemplate.Target? {
        let isHook = reader.bool("hook") ?? false
        let url = template(reader.text("url"), in: scope)
        guard reader.has("url") else { return .hook }
        if isHook {
            let hint = "`hook: true` posts to the source's own hook, `url:` elsewhere"
            problems.add("bad-value", "a webhook goes to one place", hint: hint, at: reader.node)
            return nil
        }
        return url.map(WebhookTemplate.Target.url)
    }

    private func body(_ reader: MappingReader, in scope: Scope) -> BodyTemplate {
        let json = data(reader.optional("json"), in: scope)
        let form = fields(reader.mapping("form"), in: scope)
        let text = template(reader.text("text"), in: scope)
        let given = ["json", "form", "text"].filter(reader.has)
        if given.count > 1 {
            let message = "a message has one body, not `\(given.joined(separator: "` and `"))`"
            problems.add("bad-value", message, hint: "leave all but one out", at: reader.node)
        }
        if let json { return .json(json) }
        if let text { return .text(text) }
        return reader.has("form") ? .form(form) : .none
    }
}
