import CEL
import Core
import YAML

/// Reads the inbound half of a connector: `verify`, `receive` and `normalize`.
struct HookReader {
    private let author: Author

    init(_ author: Author) {
        self.author = author
    }

    /// The inbound half; nil when the connector takes no webhooks, or beside a problem.
    func read(_ reader: MappingReader) -> Hook? {
        let takesWebhooks = ["verify", "receive", "normalize"].contains { reader.has($0) } || !reader.has("actions")
        guard takesWebhooks else { return nil }
        let (verify, receive) = (reader.nested("verify", .required), reader.nested("receive"))
        let normalize = reader.nested("normalize")
        let bodies = PayloadReader(author: author).read(receive, in: reader)
        let lets = NormalizeReader.names(in: normalize)
        let scopes = HookScopes(
            json: bodies.json,
            isByExample: bodies.isByExample,
            config: author.configType,
            lets: lets
        )
        let verification = verify.flatMap { VerifyReader(author: author, scopes: scopes).read($0) }
        let (plan, item) = ReceiveReader(author: author, scopes: scopes).read(receive, bodies)
        let rules = normalize.map { NormalizeReader(author: author, scopes: scopes, item: item).read($0) } ?? .empty
        return verification.map {
            Hook(environment: scopes.environment, verify: $0, receive: plan, normalize: rules)
        }
    }
}

/// Reads `receive`.
struct ReceiveReader {
    let author: Author
    let scopes: HookScopes

    /// The plan, and the type of what it takes for an item.
    func read(_ reader: MappingReader?, _ bodies: Payloads) -> (plan: ReceivePlan, item: ValueType) {
        let methods = methods(reader)
        let split = author.expression(reader?.text("split"), in: scopes.request())
        let item = reader?.has("split") == true ? split?.type.element ?? .dyn : bodies.whole(methods)
        let plan = ReceivePlan(
            methods: methods,
            maxBody: reader?.size("max_body", in: 1...Self.maxBodyLimit) ?? Connector.defaultMaxBody,
            decoding: bodies.decoding,
            charsets: author.expression(reader?.text("charsets"), in: scopes.request()),
            split: split,
            key: author.expression(reader?.text("key"), in: scopes.item(item)),
            handshakes: handshakes(reader),
            respond: reader?.nested("respond").map { author.answer($0, status: 200, in: scopes.request()) }
                ?? .plain(200),
            overload: reader?.nested("on_overload").map(overload) ?? OverloadAnswer()
        )
        if let reader { author.refuse(["enrich", "dedupe_window"], in: reader) }
        reader?.finish()
        return (plan, item)
    }

    private static let maxBodyLimit = 64 * 1024 * 1024

    private func methods(_ reader: MappingReader?) -> Set<String> {
        let words = reader?.list("methods") ?? []
        let methods = words.compactMap { $0.choice("a method", of: ["GET", "HEAD", "POST", "PUT"], author.problems) }
        return methods.isEmpty ? ["POST"] : Set(methods)
    }

    private func handshakes(_ reader: MappingReader?) -> [Handshake] {
        let handshakes = HandshakeReader(author: author, scope: scopes.request(secrets: true))
        return (reader?.nestedList("handshake") ?? []).compactMap(handshakes.read)
    }

    private func overload(_ reader: MappingReader) -> OverloadAnswer {
        var answer = OverloadAnswer()
        answer.status = reader.int("status", in: 500...599) ?? answer.status
        answer.retryAfter = reader.int("retry_after", in: 0...86_400) ?? answer.retryAfter
        reader.finish()
        return answer
    }
}

extension AnswerTemplate {
    /// A status and nothing else.
    static func plain(_ status: Int) -> AnswerTemplate {
        AnswerTemplate(status: status, contentType: nil, headers: [], body: nil)
    }
}

extension Author {
    /// Reads `{status, content_type, headers, body}`.
    func answer(_ reader: MappingReader, status: Int, in scope: Scope) -> AnswerTemplate {
        let answer = AnswerTemplate(
            status: reader.int("status", in: 200...599) ?? status,
            contentType: template(reader.text("content_type"), in: scope),
            headers: fields(reader.mapping("headers"), in: scope),
            body: data(reader.optional("body"), in: scope)
        )
        reader.finish()
        return answer
    }
}
