import CEL
import Core
import YAML

/// Reads `auth` of a request.
struct CredentialsReader {
    /// What it says.
    struct Credentials {
        var authentication = RequestTemplate.Authentication.none
        var identity: IdentityNames?

        static let none = Credentials()
    }

    let author: Author
    let scopes: ActionScopes
    /// Access tokens it may name.
    let tokens: [String]
    let reader: MappingReader

    /// How we may show who we are.
    static let kinds = ["basic", "bearer", "header", "query", "token", "jwt", "aws_sigv4", "hmac"]

    /// Nil only beside a problem.
    ///
    /// A certificate may stand beside another kind.
    func read() -> Credentials? {
        let given = Self.kinds.filter { reader.has($0) }
        if given.count > 1 {
            let message = "`auth` has one kind besides `mtls`, not \(given.count)"
            author.problems.add("bad-value", message, at: reader.node)
        }
        let found = Self.kinds.map { kind in reader.optional(kind).map { authentication(kind, $0) } }
        let identity = reader.nested("mtls").map(identity)
        reader.finish()
        guard let authentication = found.compactMap(\.self).first ?? RequestTemplate.Authentication.none,
            let identity = identity ?? .some(nil)
        else { return nil }
        return Credentials(authentication: authentication, identity: identity)
    }

    private func authentication(_ kind: String, _ node: Node) -> RequestTemplate.Authentication? {
        switch kind {
        case "bearer": return author.data(node, in: scopes.callWithBody).map { .bearer($0) }
        case "token": return node.text("`token`", author.problems).flatMap(token)
        default: break
        }
        let reader = MappingReader(node, author.problems, name: "`\(kind)`")
        switch kind {
        case "basic": return basic(reader)
        case "header": return header(reader, in: scopes.callWithBody, default: nil).map { .header($0) }
        case "query": return .query(author.fields(reader.entries, in: scopes.callWithBody))
        case "jwt": return author.tokenTemplate(reader, in: scopes.callWithBody).map { .jwt($0) }
        case "aws_sigv4": return awsCredentials(reader).map { .awsSignature($0) }
        default: return signedHeader(reader).map { .hmac($0) }
        }
    }

    private func token(_ name: SourceText) -> RequestTemplate.Authentication? {
        if tokens.contains(where: name.text.hasSameBytes) { return .token(name.text) }
        let hint = Suggestion.hint(for: name.text, in: tokens) ?? "declare it under `tokens:`"
        author.problems.add("unknown-token", "there is no access token `\(name.text)`", hint: hint, at: name)
        return nil
    }

    private func basic(_ reader: MappingReader) -> RequestTemplate.Authentication? {
        let user = author.data(reader.required("user"), in: scopes.callWithBody)
        let password = author.data(reader.required("password"), in: scopes.callWithBody)
        reader.finish()
        guard let user, let password else { return nil }
        return .basic(user: user, password: password)
    }

    private func awsCredentials(_ reader: MappingReader) -> AWSCredentials? {
        let parts = ["service", "region", "access_key", "secret_key"].map { key in
            author.data(reader.required(key), in: scopes.callWithBody)
        }
        let sessionToken = author.data(reader.optional("session_token"), in: scopes.callWithBody)
        reader.finish()
        guard let service = parts[0], let region = parts[1], let accessKey = parts[2], let secretKey = parts[3] else {
            return nil
        }
        return AWSCredentials(
            service: service,
            region: region,
            accessKey: accessKey,
            secretKey: secretKey,
            sessionToken: sessionToken
        )
    }

    private func signedHeader(_ reader: MappingReader) -> SignedHeader? {
        let algorithm = author.word("algorithm", HashAlgorithm.self, in: reader, .required)
        let key = reader.nested("key", .required).flatMap(author.secretKey)
        let content = author.expression(reader.text("content", .required), in: scopes.signed)
        let encoding = author.word("encoding", SignatureEncoding.self, in: reader, .required)
        let header = reader.nested("header", .required).flatMap {
            self.header($0, in: scopes.carrying("signature"), default: "${signature}")
        }
        reader.finish()
        guard let algorithm, let key, let content, let encoding, let header else { return nil }
        return SignedHeader(algorithm: algorithm, key: key, content: content, encoding: encoding, header: header)
    }

    private func header(_ reader: MappingReader, in scope: Scope, default value: String?) -> HeaderTemplate? {
        author.header(reader, name: nil, value: value, in: scope)
    }

    private func identity(_ reader: MappingReader) -> IdentityNames? {
        let names = ["certificate", "key"].map { key in
            let nested = reader.nested(key, .required)
            let name = author.use(secret: nested?.text("secret", .required))
            nested?.finish()
            return name
        }
        reader.finish()
        guard let certificate = names[0], let key = names[1] else { return nil }
        return IdentityNames(certificate: certificate, key: key)
    }
}
