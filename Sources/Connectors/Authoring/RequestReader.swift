import CEL
import Core
import YAML

/// Reads the `request` of an action or of an access token.
struct RequestReader {
    let author: Author
    let scopes: ActionScopes
    /// Access tokens it may carry.
    let tokens: [String]
    let reader: MappingReader

    static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    /// What stands for a method where a mail is handed to its server.
    static let mailMethod = "SMTP"

    /// Nil only beside a problem.
    ///
    /// `key` is the value of the idempotency header, or of the field in the body.
    func read(_ key: DataTemplate? = nil) -> RequestTemplate? {
        let method = reader.choice("method", of: Self.methods + [Self.mailMethod], .required)
        let url = author.template(reader.text("url", .required), in: scopes.call)
        let isMail = method == Self.mailMethod
        let query = isMail ? [] : author.fields(reader.mapping("query"), in: scopes.call)
        let headers = isMail ? [] : author.fields(reader.mapping("headers"), in: scopes.callWithBody)
        let credentials = reader.nested("auth").map { node in
            CredentialsReader(author: author, scopes: scopes, tokens: tokens, reader: node).read()
        }
        let body =
            isMail ? mail(key, credentials) : BodyReader(author: author, scope: scopes.call, reader: reader).read()
        reader.finish()
        guard let method, let url, let body, let host = host(of: url), let credentials = credentials ?? .some(.none)
        else { return nil }
        return RequestTemplate(
            method: method,
            url: url,
            host: host,
            query: query,
            headers: headers,
            authentication: credentials.authentication,
            identity: credentials.identity,
            body: body,
            idempotencyKey: key
        )
    }

    /// A mail server knows no keys of ours, and of credentials a name with a password.
    private func mail(_ key: DataTemplate?, _ credentials: CredentialsReader.Credentials??) -> RequestTemplate.Body? {
        if key != nil {
            let hint = "write `idempotency: none`"
            author.problems.add("bad-value", "a mail carries no idempotency key", hint: hint, at: reader.node)
        }
        switch credentials??.authentication {
        case nil, RequestTemplate.Authentication.none?, .basic?: break
        default: author.problems.add("bad-value", "a mail server takes `basic` only", at: reader.node)
        }
        guard let mail = reader.nested("mail", .required) else { return nil }
        return MailReader(author: author, scope: scopes.call, reader: mail).read().map { .mail($0) }
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
}
