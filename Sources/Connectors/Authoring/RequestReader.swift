import CEL
import Core
import YAML

/// Reads the `request` of an action.
struct RequestReader {
    let author: Author
    let scopes: ActionScopes
    let reader: MappingReader

    private static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    private static let bodies = ["json", "form", "form_nested", "text"]
    private static let laterCredentials = ["token", "jwt", "aws_sigv4", "hmac", "mtls"]

    /// Nil only beside a problem.
    ///
    /// `key` is the value of the idempotency header.
    func read(_ key: DataTemplate?) -> RequestTemplate? {
        let method = reader.choice("method", of: Self.methods, .required)
        let url = author.template(reader.text("url", .required), in: scopes.call)
        let query = author.fields(reader.mapping("query"), in: scopes.call)
        let headers = author.fields(reader.mapping("headers"), in: scopes.callWithBody)
        let authentication = reader.optional("auth").map(authentication) ?? RequestTemplate.Authentication.none
        let body = body()
        author.refuse(["multipart", "xml"], in: reader)
        reader.finish()
        guard let method, let url, let authentication, let body, let host = host(of: url) else { return nil }
        return RequestTemplate(
            method: method,
            url: url,
            host: host,
            query: query,
            headers: headers,
            authentication: authentication,
            body: body,
            idempotencyKey: key
        )
    }

    /// A host is written in the connector or by the operator, never taken from what an action is given.
    private func host(of url: Template) -> RequestTemplate.Host? {
        if ActionURL.hasFixedHost(url.source.text) { return .fixed }
        guard let first = url.expressions.first, first.variables == ["config"] else {
            let hint = "begin with `https://HOST/`, or with a `${config.…}` that holds the host"
            author.problems.add(
                "open-host",
                "the host of `url` must not come from an input",
                hint: hint,
                at: url.source
            )
            return nil
        }
        return .configured
    }

    private func body() -> RequestTemplate.Body? {
        let given = Self.bodies.filter { reader.has($0) }
        if given.count > 1 {
            author.problems.add("bad-value", "a request has one body, not \(given.count)", at: reader.node)
        }
        let json = reader.optional("json").map { author.data($0, in: scopes.call) }
        let text = reader.optional("text").map { author.data($0, in: scopes.call) }
        let form = author.fields(reader.mapping("form"), in: scopes.call)
        let nested = author.fields(reader.mapping("form_nested"), in: scopes.call)
        if let json { return json.map { .json($0) } }
        if let text { return text.map { .text($0) } }
        if reader.has("form") { return .form(form) }
        return reader.has("form_nested") ? .nestedForm(nested) : RequestTemplate.Body.none
    }

    private func authentication(_ node: Node) -> RequestTemplate.Authentication? {
        let reader = MappingReader(node, author.problems, name: "`auth`")
        author.refuse(Self.laterCredentials, in: reader)
        let basic = reader.nested("basic").map(basic)
        let bearer = reader.optional("bearer").map { author.data($0, in: scopes.callWithBody) }
        let header = reader.nested("header").map(header)
        let query = author.fields(reader.mapping("query"), in: scopes.callWithBody)
        reader.finish()
        if let basic { return basic }
        if let bearer { return bearer.map { .bearer($0) } }
        if let header { return header }
        return query.isEmpty ? RequestTemplate.Authentication.none : .query(query)
    }

    private func basic(_ reader: MappingReader) -> RequestTemplate.Authentication? {
        let user = author.data(reader.required("user"), in: scopes.callWithBody)
        let password = author.data(reader.required("password"), in: scopes.callWithBody)
        reader.finish()
        guard let user, let password else { return nil }
        return .basic(user: user, password: password)
    }

    private func header(_ reader: MappingReader) -> RequestTemplate.Authentication? {
        let name = reader.string("name", .required)
        let value = author.data(reader.required("value"), in: scopes.callWithBody)
        reader.finish()
        guard let name, let value else { return nil }
        return .header(name: name, value: value)
    }
}
