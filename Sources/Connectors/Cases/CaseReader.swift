import Core
import YAML

/// Reads one case of `tests.yaml`.
struct CaseReader {
    let problems: Problems

    /// Nil only beside a problem.
    func read(_ reader: MappingReader) -> ConnectorCase? {
        let name = reader.string("name", .required)
        let now = reader.required("now").flatMap(moment)
        let poll = reader.text("poll").flatMap { CasePollReader(reader: reader, problems: problems).read($0) }
        let file = reader.nested("file").flatMap { CaseFileReader(problems: problems).read($0, now: now) }
        let request =
            reader.has("poll") ? poll.map { polled($0, now) } : reader.has("file") ? file : webhook(reader, now)
        let secrets = reader.mapping("secrets").map { ($0.key.text, versions($0.value)) }
        let config = reader.optional("config")?.json.object ?? [:]
        let certificates = reader.mapping("certs").compactMap { entry in
            entry.value.text("`\(entry.key.text)`", problems).map { (entry.key.text, $0.text) }
        }
        let replies = reader.mapping("replies").compactMap { entry in reply(entry).map { (entry.key.text, $0) } }
        let full = reader.optional("full")?.json
        let expected = expectation(reader)
        reader.finish()
        guard let name, let now, let request else { return nil }
        return ConnectorCase(
            name: name,
            place: reader.node.start,
            request: request,
            poll: poll,
            full: full,
            secrets: SecretSet(Dictionary(secrets, uniquingKeysWith: { _, last in last })),
            config: config,
            certificates: Dictionary(certificates, uniquingKeysWith: { _, last in last }),
            replies: Dictionary(replies, uniquingKeysWith: { _, last in last }),
            now: now,
            expected: expected
        )
    }

    private func expectation(_ reader: MappingReader) -> ConnectorCase.Expectation {
        let reasons = ["ok", "handshake"] + Refusal.Reason.allCases.map(\.rawValue)
        return ConnectorCase.Expectation(
            isVerified: reader.bool("verified"),
            reason: reader.choice("reason", of: reasons),
            answer: reader.optional("respond")?.json.object,
            events: reader.has("events") ? reader.list("events").map(\.json) : nil,
            awaits: reader.has("awaits") ? reader.list("awaits").map(\.json) : nil,
            cursor: reader.string("next_cursor"),
            hasMore: reader.bool("more"),
            rejected: reader.has("rejected") ? reader.list("rejected").map(\.json) : nil,
            original: reader.text("duplicate_of")
        )
    }

    /// A moment in RFC 3339 or in seconds since 1970.
    private func moment(_ node: Node) -> Timestamp? {
        if let seconds = node.scalar?.int { return Timestamp(seconds: seconds) }
        if let time = node.scalar.flatMap({ Timestamp(rfc3339: $0.text) }) { return time }
        problems.add("bad-value", "`now` must be seconds since 1970, or a time as in RFC 3339", at: node)
        return nil
    }

    private func versions(_ node: Node) -> [Secret] {
        let nodes = node.elements ?? [node]
        return nodes.compactMap { $0.text("a secret", problems) }.map { Secret($0.text) }
    }

    private func reply(_ entry: Entry) -> HTTPReply? {
        if let reply = HTTPReply(entry.value.json) { return reply }
        let hint = "as in `{status: 200, json: {…}}`, with `headers` and `body` as wanted"
        problems.add("bad-value", "`\(entry.key.text)` is no reply", hint: hint, at: entry.value)
        return nil
    }

    /// The reply to a poll as the journal would hold it.
    private func polled(_ poll: CasePoll, _ now: Timestamp?) -> RawWebhook {
        .reply(to: poll.name.text, source: "test", body: poll.reply.body, received: now ?? Timestamp(seconds: 0))
    }

    private func webhook(_ reader: MappingReader, _ now: Timestamp?) -> RawWebhook? {
        reader.nested("request", .required).flatMap { request($0, now) }
    }

    private func request(_ reader: MappingReader, _ now: Timestamp?) -> RawWebhook? {
        let method = reader.string("method") ?? "POST"
        let url = reader.string("url", .required)
        let headers = reader.mapping("headers").compactMap { entry in
            entry.value.text("`\(entry.key.text)`", problems).map { (entry.key.text.lowercased(), $0.text) }
        }
        let text = reader.string("body")
        let encoded = reader.text("body_base64")
        let peer = reader.string("peer")
        let subject = reader.string("client_subject")
        reader.finish()
        let body = encoded.map { Base64.decode($0.text) } ?? Array((text ?? "").utf8)
        if body == nil, let encoded { problems.add("bad-value", "`body_base64` is no Base64", at: encoded) }
        guard let url, let body, let now else { return nil }
        return RawWebhook(
            source: "test",
            method: method,
            url: url,
            headers: headers,
            body: body,
            received: now,
            peer: peer,
            clientSubject: subject
        )
    }
}
