import CEL
import Core
import YAML

/// Reads one entry of `tokens`.
struct TokenGrantReader {
    private let author: Author
    private let name: String
    private let reader: MappingReader

    /// All access tokens by name.
    static func all(_ reader: MappingReader, _ author: Author) -> [String: TokenGrant] {
        var grants: [String: TokenGrant] = [:]
        for entry in reader.mapping("tokens") {
            let nested = MappingReader(entry.value, author.problems, name: "`\(entry.key.text)`")
            grants[entry.key.text] = TokenGrantReader(author: author, name: entry.key.text, reader: nested).read()
        }
        return grants
    }

    /// Nil only beside a problem.
    private func read() -> TokenGrant? {
        let kind = author.word("grant", TokenGrant.Kind.self, in: reader, .required)
        let need: Need = kind == .signedAssertion ? .required : .optional
        let hasAssertion = reader.has("jwt") || kind == .signedAssertion
        let scopes = ActionScopes(tokenRequestWith: author.configType, assertion: hasAssertion)
        let ((assertion, request), secrets) = author.notingSecrets {
            let outer = ActionScopes(tokenRequestWith: author.configType, assertion: false)
            let assertion = reader.nested("jwt", need).map { author.tokenTemplate($0, in: outer.call) }
            let request = reader.nested("request", .required).flatMap {
                RequestReader(author: author, scopes: scopes, tokens: [], reader: $0).read()
            }
            return (assertion, request)
        }
        let response = reader.nested("response").map { self.response($0, scopes.reply) } ?? TokenRules()
        let header = header(scopes)
        reader.finish()
        guard let kind, let request, let header, let assertion = assertion ?? .some(nil) else { return nil }
        return TokenGrant(
            name: name,
            secrets: secrets,
            assertion: assertion,
            request: asking(request, for: kind, scopes),
            response: response,
            header: header
        )
    }

    private func response(_ reader: MappingReader, _ scope: Scope) -> TokenRules {
        let error = reader.nested("error")
        let rules = TokenRules(
            ok: author.expression(reader.text("ok"), in: scope),
            token: author.data(reader.optional("token"), in: scope),
            expiresIn: author.data(reader.optional("expires_in"), in: scope),
            code: author.data(error?.optional("code"), in: scope),
            message: author.data(error?.optional("message"), in: scope)
        )
        error?.finish()
        reader.finish()
        return rules
    }

    private func header(_ scopes: ActionScopes) -> HeaderTemplate? {
        let (name, value) = ("authorization", "Bearer ${token}")
        let scope = scopes.carrying("token")
        guard let nested = reader.nested("header") else {
            return author.template(SourceText(value), in: scope).map { HeaderTemplate(name: name, value: .text($0)) }
        }
        return author.header(nested, name: name, value: value, in: scope)
    }
}

extension TokenGrantReader {
    /// The request with `grant_type`, and `assertion` where that is the grant, before its fields, unless they are written.
    private func asking(
        _ request: RequestTemplate,
        for kind: TokenGrant.Kind,
        _ scopes: ActionScopes
    ) -> RequestTemplate {
        let assertion = kind == .signedAssertion ? author.template(SourceText("${assertion}"), in: scopes.call) : nil
        let standard: [(String, DataTemplate?)] = [
            ("grant_type", .constant(Value(kind.type))), ("assertion", assertion.map(DataTemplate.text)),
        ]
        let written = request.query.map(\.name) + request.body.names
        let missing = standard.compactMap { name, value -> DataField? in
            guard let value, !written.contains(where: name.hasSameBytes) else { return nil }
            return DataField(name: name, value: value, source: SourceText(name))
        }
        var asking = request
        asking.body = request.body.beginning(with: missing)
        return asking
    }
}

extension RequestTemplate.Body {
    /// The names of its outermost fields, where it has fields.
    fileprivate var names: [String] {
        switch self {
        case .form(let fields), .nestedForm(let fields), .multipart(let fields), .json(.map(let fields)):
            fields.map(\.name)
        case .none, .json, .xml, .text, .mail: []
        }
    }

    /// With fields before its own, where it has fields; a form where there is no body.
    fileprivate func beginning(with fields: [DataField]) -> RequestTemplate.Body {
        switch self {
        case .none: .form(fields)
        case .form(let own): .form(fields + own)
        case .nestedForm(let own): .nestedForm(fields + own)
        case .multipart(let own): .multipart(fields + own)
        case .json(.map(let own)): .json(.map(fields + own))
        case .json, .xml, .text, .mail: self
        }
    }
}
