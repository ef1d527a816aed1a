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
        let receive = reader.nested("receive")
        let normalize = reader.nested("normalize")
        let bodies = PayloadReader(author: author).read(receive, in: reader)
        let verify = reader.nested("verify", bodies.decoding.isFile ? .optional : .required)
        let lets = NormalizeReader.names(in: normalize)
        let actions = reader.node["actions"]
        let scopes = HookScopes(
            json: bodies.json,
            isByExample: bodies.isByExample,
            config: author.configType,
            lets: lets,
            enriches: receive?.has("enrich") ?? false
        )
        let isByFile = bodies.decoding.isFile && !reader.has("verify")
        let verification =
            isByFile
            ? .nobody : verify.flatMap { VerifyReader(author: author, scopes: scopes, actions: actions).read($0) }
        let (plan, item) = ReceiveReader(author: author, scopes: scopes, actions: actions, isByFile: isByFile)
            .read(receive, bodies)
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
    /// The connector's actions as they are written.
    let actions: Node?
    /// Whether it takes files alone, and no webhooks.
    let isByFile: Bool

    /// The plan, and the type of what it takes for an item.
    func read(_ reader: MappingReader?, _ bodies: Payloads) -> (plan: ReceivePlan, item: ValueType) {
        let given = methods(reader)
        let methods = isByFile ? [] : given
        let file = reader.flatMap { FileFormatReader(author: author, scopes: scopes, reader: $0).read(bodies.decoding) }
        let split = author.expression(reader?.text("split"), in: scopes.request())
        let whole = file.map { FileFormat.itemType(of: $0.columns) } ?? bodies.whole(methods)
        let item = reader?.has("split") == true ? split?.type.element ?? .dyn : whole
        let plan = ReceivePlan(
            methods: methods,
            maxBody: reader?.size("max_body", in: 1...Self.maxBodyLimit) ?? Connector.defaultMaxBody,
            decoding: bodies.decoding,
            file: file,
            charsets: author.expression(reader?.text("charsets"), in: scopes.request()),
            split: split,
            key: author.expression(reader?.text("key"), in: scopes.item(item)),
            enrich: reader?.nested("enrich").flatMap {
                EnrichReader(author: author, scope: scopes.item(item), actions: actions).read($0)
            },
            handshakes: handshakes(reader),
            respond: reader?.nested("respond").map { author.answer($0, status: 200, in: scopes.request()) }
                ?? .plain(200),
            overload: reader?.nested("on_overload").map(overload) ?? OverloadAnswer(),
            dedupeWindow: reader?.duration("dedupe_window", in: Self.dedupeWindows) ?? Connector.leastDedupeWindow
        )
        reader?.finish()
        return (plan, item)
    }

    /// Methods a webhook may come by.
    static let methods = ["GET", "HEAD", "POST", "PUT"]
    private static let maxBodyLimit = 64 * 1024 * 1024
    private static let dedupeWindows = Connector.leastDedupeWindow...TimeSpan.days(3650)

    private func methods(_ reader: MappingReader?) -> Set<String> {
        let words = reader?.list("methods") ?? []
        let methods = words.compactMap { $0.choice("a method", of: Self.methods, author.problems) }
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
