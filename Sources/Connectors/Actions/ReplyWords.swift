import CEL
import Core

/// What is read from a reply once its meaning is known.
///
/// Nothing here fails: a part that cannot be read is left out.
struct ReplyWords {
    /// Bytes of a provider's code and message that are kept.
    private static let codeLimit = 64
    private static let messageLimit = 500
    private static let providerIDName = "provider_message_id"

    let rules: ReplyRules
    let reply: HTTPReply
    let bindings: Bindings
    let secrets: SecretSet

    var providerID: String? {
        rules.result.first { $0.name == Self.providerIDName }.flatMap { read($0.value)?.word }
    }

    var result: JSONObject {
        let fields = rules.result.filter { $0.name != Self.providerIDName }
        return JSONObject(fields.compactMap { field in read(field.value)?.json.map { (field.name, $0) } })
    }

    var code: String {
        let word = rules.code.flatMap { read($0)?.word } ?? ""
        return shown(word.isEmpty ? "http_\(reply.status)" : word, limit: Self.codeLimit)
    }

    var message: String {
        shown(rules.message.flatMap { read($0)?.word } ?? "status \(reply.status)", limit: Self.messageLimit)
    }

    /// What the connector says, else the header `Retry-After` (RFC 9110, section 10.2.3).
    func retryAfter(_ now: Timestamp) -> TimeSpan? {
        if let value = rules.retryAfter?.result(bindings), let wait = RetryAfter.wait(value, now: now) { return wait }
        let header = reply.headers.last { $0.name.hasSameBytes(as: "retry-after") }
        return header.flatMap { RetryAfter.wait(Value($0.value), now: now) }
    }

    func read(_ template: DataTemplate) -> Value? {
        do throws(ReadFailure) {
            let value = try template.evaluate(bindings)
            return value.isBlank ? nil : value
        } catch {
            return nil
        }
    }

    /// A provider's words, short and without our secrets, should it repeat them.
    func shown(_ text: String, limit: Int) -> String {
        let values = secrets.names.flatMap { secrets[$0] }.map { $0.reveal() }.filter { $0.utf8.count >= 6 }
        let clean = values.reduce(text) { $0.replacing($1, with: "***") }
        return String(decoding: clean.utf8.prefix(limit), as: UTF8.self)
    }
}

/// Where the words of a reply stand in it.
struct ReplyRules: Sendable {
    /// What is kept of an accepted call; `provider_message_id` is the provider's id.
    var result: [DataField] = []
    var retryAfter: Expression?
    var code: DataTemplate?
    var message: DataTemplate?
}
