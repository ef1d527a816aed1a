import CEL
import Core

/// How a source gets an access token of its provider (OAuth 2, RFC 6749).
struct TokenGrant: Sendable {
    /// On what grounds.
    enum Kind: String, CaseIterable, Sendable {
        /// RFC 6749 section 4.4.
        case clientCredentials = "client_credentials"
        /// RFC 6749 section 6.
        case refreshToken = "refresh_token"
        /// RFC 7523 section 2.1.
        case signedAssertion = "jwt_bearer"

        /// The value of `grant_type`.
        var type: String {
            self == .signedAssertion ? "urn:ietf:params:oauth:grant-type:jwt-bearer" : rawValue
        }
    }

    let name: String
    /// The secrets that its request reads.
    let secrets: Set<String>
    /// The variable `assertion`.
    let assertion: TokenTemplate?
    let request: RequestTemplate
    let response: TokenRules
    /// How requests carry it; its value sees `token`.
    let header: HeaderTemplate

    /// The request for a token.
    ///
    /// Goes where the source's `fetch` says.
    func call(for source: Source, at now: Timestamp) throws(ReadFailure) -> HTTPCall {
        var bindings = ActionScopes.bindings(of: source, at: now)
        let id = "\(source.name):\(name)"
        if let assertion {
            bindings["assertion"] = Value(try assertion.token(bindings, source.secrets, id: id, now: now))
        }
        var call = try RequestRendering(template: request, source: source, base: nil, id: id, now: now).call(bindings)
        call.limits.mayRepeat = true
        return source.origins.mapped(call)
    }

    /// What tells the tokens of one configuration from those of another: a digest of everything that its request is made
    /// of.
    func digest(for source: Source) -> [UInt8] {
        let secrets = secrets.sorted().map { name in
            JSON.array([.string(name), .string(source.secrets[name].first?.reveal() ?? "")])
        }
        return HashAlgorithm.sha256.digest(JSON.array([.object(source.config), .array(secrets)]).bytes)
    }
}
