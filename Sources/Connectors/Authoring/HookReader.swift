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
        let verify = reader.nested("verify", .required).flatMap { VerifyReader(author: author).read($0) }
        let receive = ReceiveReader(author: author).read(reader.nested("receive"))
        let normalize = reader.nested("normalize").map { NormalizeReader(author: author).read($0) }
        guard let verify, let receive else { return nil }
        return Hook(verify: verify, receive: receive, normalize: normalize ?? .empty)
    }
}

/// Reads `receive`.
struct ReceiveReader {
    let author: Author

    /// Nil only beside a problem.
    func read(_ reader: MappingReader?) -> ReceivePlan? {
        let plan = ReceivePlan(
            methods: methods(reader),
            maxBody: reader?.size("max_body", in: 1...Self.maxBodyLimit) ?? Connector.defaultMaxBody,
            decoding: reader.flatMap { decoding($0) } ?? .auto,
            split: author.expression(reader?.text("split"), in: .request),
            key: author.expression(reader?.text("key"), in: .item),
            handshakes: handshakes(reader),
            respond: reader?.nested("respond").map { author.answer($0, status: 200, in: .request) } ?? .plain(200),
            overload: reader?.nested("on_overload").map(overload) ?? OverloadAnswer()
        )
        if let reader { author.refuse(["charsets", "enrich", "dedupe_window"], in: reader) }
        reader?.finish()
        return plan
    }

    private static let maxBodyLimit = 64 * 1024 * 1024
    private static let laterDecodings = ["multipart", "xml", "jwt", "none"]

    private func methods(_ reader: MappingReader?) -> Set<String> {
        let words = reader?.list("methods") ?? []
        let methods = words.compactMap { $0.choice("a method", of: ["GET", "HEAD", "POST", "PUT"], author.problems) }
        return methods.isEmpty ? ["POST"] : Set(methods)
    }

    private func decoding(_ reader: MappingReader) -> Decoding? {
        author.word("decode", Decoding.self, in: reader, later: Self.laterDecodings)
    }

    private func handshakes(_ reader: MappingReader?) -> [Handshake] {
        (reader?.nestedList("handshake") ?? []).compactMap { reader in
            let when = author.expression(reader.text("when", .required), in: .requestWithSecrets)
            let isAfterVerify = reader.bool("after_verify") ?? false
            let answer = reader.nested("respond", .required).map {
                author.answer($0, status: 200, in: .requestWithSecrets)
            }
            author.refuse(["call", "capture"], in: reader)
            reader.finish()
            guard let when, let answer else { return nil }
            return Handshake(when: when, isAfterVerify: isAfterVerify, answer: answer)
        }
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
