import CEL
import Core

/// Makes one HTTP request of a template: body, URL, headers, and then what is computed over them.
struct RequestRendering {
    let template: RequestTemplate
    let source: Source
    /// Where it goes instead of the host that is written.
    let base: String?
    /// What carries the access token, and the token; `***` stands for one that is not at hand.
    var tokenHeader: HeaderTemplate?
    var token: Secret?
    var idempotency = Idempotency.none
    /// What makes this request different from others, for tokens that may be used once.
    let id: String
    let now: Timestamp

    /// The request.
    func call(_ bindings: Bindings) throws(ReadFailure) -> HTTPCall {
        if case .mail(let mail) = template.body { return try mailCall(mail, bindings) }
        var bindings = bindings
        let key = try template.idempotencyKey?.evaluate(bindings).word
        let body = try template.body.rendered(bindings, key: key.flatMap(place))
        bindings.bind(body: body.bytes)
        var call = HTTPCall(method: template.method, url: try url(bindings), body: body.bytes)
        call.headers = try headers(bindings, contentType: body.contentType)
        try authenticate(&call, bindings)
        if case .header(let name, _) = idempotency, let key { call.headers.append((name, key)) }
        call.identity = try template.identity?.identity(source.secrets)
        call.limits.allowsPrivateAddresses = base != nil || template.host == .configured
        return call
    }

    private func place(_ key: String) -> (path: String, value: String)? {
        if case .body(let path, _) = idempotency { (path, key) } else { nil }
    }

    private func url(_ bindings: Bindings) throws(ReadFailure) -> String {
        guard let written = try template.url.read(bindings).word, let url = ActionURL(written)?.based(on: base) else {
            throw ReadFailure("`url` must yield an absolute http or https URL", in: template.url.source)
        }
        guard url.isConfidential else {
            throw ReadFailure("plain http goes to loopback only", in: template.url.source)
        }
        var query = try FormFields.flat(template.query.evaluate(bindings))
        if case .query(let fields) = template.authentication {
            query += try FormFields.flat(fields.evaluate(bindings))
        }
        return url.adding(query: query).text
    }

    private func headers(
        _ bindings: Bindings,
        contentType: String?
    ) throws(ReadFailure) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        for (name, value) in try template.headers.evaluate(bindings) { headers.append((name, value.word ?? "")) }
        let isTyped = headers.contains { $0.name.lowercased() == "content-type" }
        if let contentType, !isTyped { headers.insert(("content-type", contentType), at: 0) }
        return headers
    }

    /// Shows who we are; a signature over the request comes last, when everything else stands.
    private func authenticate(_ call: inout HTTPCall, _ bindings: Bindings) throws(ReadFailure) {
        var bindings = bindings
        switch template.authentication {
        case .none, .query: break
        case .basic(let user, let password):
            let pair = try "\(user.evaluate(bindings).word ?? ""):\(password.evaluate(bindings).word ?? "")"
            call.headers.append(("authorization", BasicCredentials.header(pair)))
        case .bearer(let token):
            call.headers.append(("authorization", "Bearer \(try token.evaluate(bindings).word ?? "")"))
        case .header(let header): call.headers.append((header.name, try header.value.evaluate(bindings).word ?? ""))
        case .token:
            guard let tokenHeader else { throw ReadFailure(reason: "there is no such access token") }
            bindings["token"] = Value(token?.reveal() ?? "***")
            call.headers.append((tokenHeader.name, try tokenHeader.value.evaluate(bindings).word ?? ""))
        case .jwt(let jwt):
            let token = try jwt.token(bindings, source.secrets, id: id, now: now)
            call.headers.append(("authorization", "Bearer \(token)"))
        case .awsSignature(let credentials): try credentials.sign(&call, bindings, now: now)
        case .hmac(let signed): call.headers.append(try signed.header(of: call, bindings, source.secrets))
        }
    }
}
