import CEL
public import Core

extension Action {
    /// Renders the request of one call.
    ///
    /// The source's `base_url` takes the place of scheme, host and port; its path comes before the URL's. Private
    /// addresses may be reached only where the operator wrote the host.
    public func call(_ request: ActionRequest) throws(ReadFailure) -> HTTPCall {
        try check(request.input)
        var bindings = bindings(for: request)
        let body = try self.request.body.render(bindings)
        bindings["body"] = .bytes(body.bytes)
        var call = HTTPCall(method: self.request.method, url: try url(request, bindings), body: body.bytes)
        call.headers = try headers(bindings, contentType: body.contentType)
        call.limits.connectTimeout = timeouts.connect
        call.limits.totalTimeout = timeouts.total
        call.limits.mayRepeat = mayRepeat
        call.limits.allowsPrivateAddresses = request.source.baseURL != nil || self.request.host == .configured
        return call
    }

    /// What calls are counted by for ``rateLimit``: calls with the same key share it.
    ///
    /// Empty when all calls do.
    public func rateKey(_ request: ActionRequest) throws(ReadFailure) -> String {
        guard let per = rateLimit?.per?.expression else { return "" }
        return try per.read(bindings(for: request)).word ?? ""
    }

    /// What expressions of an action see.
    ///
    /// An input that may be missing and is null is missing.
    func bindings(for request: ActionRequest) -> Bindings {
        var input = request.input
        for declared in inputs where declared.isOptional && input[declared.name] == .null { input[declared.name] = nil }
        var bindings = ActionScopes.environment.bindings()
        bindings.context = SecretAccess(secrets: request.source.secrets)
        bindings["input"] = Value(JSON.object(input))
        bindings["action"] = Value(["id": .string(request.id), "name": .string(name)])
        bindings["known_id"] = Value(input["known_id"]?.string ?? "")
        bindings["callback_url"] = Value(request.callbackURL)
        bindings["config"] = Value(JSON.object(request.source.config))
        bindings["now"] = Value(request.now)
        return bindings
    }

    private func check(_ input: JSONObject) throws(ReadFailure) {
        for declared in inputs {
            guard let value = input[declared.name] else {
                if declared.isOptional { continue }
                throw ReadFailure(reason: "`\(name)` needs the input `\(declared.name)`")
            }
            guard declared.accepts(value) else {
                throw ReadFailure(reason: "the input `\(declared.name)` of `\(name)` must be \(declared.kind.rawValue)")
            }
        }
    }

    private func url(_ call: ActionRequest, _ bindings: Bindings) throws(ReadFailure) -> String {
        guard let written = try request.url.read(bindings).word,
            let url = ActionURL(written)?.based(on: call.source.baseURL)
        else {
            throw ReadFailure("`url` must yield an absolute http or https URL", in: request.url.source)
        }
        guard url.isConfidential else {
            throw ReadFailure("plain http goes to loopback only", in: request.url.source)
        }
        var query = try FormFields.flat(request.query.evaluate(bindings))
        if case .query(let fields) = request.authentication { query += try FormFields.flat(fields.evaluate(bindings)) }
        return url.adding(query: query).text
    }

    private func headers(
        _ bindings: Bindings,
        contentType: String?
    ) throws(ReadFailure) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for (name, value) in try request.headers.evaluate(bindings) { headers.append((name, value.word ?? "")) }
        if let header = try request.authentication.header(bindings) { headers.append(header) }
        if case .header(let name, _) = idempotency, let key = try request.idempotencyKey?.evaluate(bindings).word {
            headers.append((name, key))
        }
        let isTyped = headers.contains { $0.name.lowercased() == "content-type" }
        if let contentType, !isTyped { headers.insert(("content-type", contentType), at: 0) }
        return headers
    }
}

extension RequestTemplate.Authentication {
    /// The header that carries it, if one does.
    func header(_ bindings: Bindings) throws(ReadFailure) -> (name: String, value: String)? {
        switch self {
        case .none, .query: return nil
        case .basic(let user, let password):
            let pair = try "\(user.evaluate(bindings).word ?? ""):\(password.evaluate(bindings).word ?? "")"
            return ("authorization", BasicCredentials.header(pair))
        case .bearer(let token): return ("authorization", "Bearer \(try token.evaluate(bindings).word ?? "")")
        case .header(let name, let value): return (name, try value.evaluate(bindings).word ?? "")
        }
    }
}

extension RequestTemplate.Body {
    /// The bytes and their media type.
    func render(_ bindings: Bindings) throws(ReadFailure) -> (bytes: [UInt8], contentType: String?) {
        switch self {
        case .none: return ([], nil)
        case .json(let data):
            guard let json = try data.evaluate(bindings).json else {
                throw ReadFailure(reason: "the body is no JSON value")
            }
            return (json.withoutNulls.bytes, "application/json")
        case .form(let fields): return try Self.form(FormFields.flat(fields.evaluate(bindings)))
        case .nestedForm(let fields): return try Self.form(FormFields.nested(fields.evaluate(bindings)))
        case .text(let data): return (try data.evaluate(bindings).byteString ?? [], "text/plain; charset=utf-8")
        }
    }

    private static func form(_ pairs: [(name: String, value: String)]) -> (bytes: [UInt8], contentType: String?) {
        (Array(FormText.encode(pairs).utf8), "application/x-www-form-urlencoded")
    }
}

extension JSON {
    /// Without the members that are null, at any depth: null leaves a field out.
    var withoutNulls: JSON {
        switch self {
        case .array(let elements): .array(elements.map(\.withoutNulls))
        case .object(let object):
            .object(JSONObject(object.members.filter { $0.value != .null }.map { ($0.name, $0.value.withoutNulls) }))
        default: self
        }
    }
}
