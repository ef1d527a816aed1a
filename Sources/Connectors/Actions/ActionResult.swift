import CEL
public import Core

extension Action {
    /// What became of a call.
    ///
    /// A reply is classified by the connector in the order `reauth`, `ok`, `retry`, `permanent`, `unknown`; without a
    /// match it is unknown. Without idempotency a 5xx is unknown whatever the connector says, since the provider may
    /// have acted before it failed. A lost reply is always unknown; ``mayRepeat`` tells whether it may be sent again.
    public func outcome(of result: CallResult, request: ActionRequest) -> ActionOutcome {
        switch result {
        case .lost(let failure): .unknown(code: failure.rawValue)
        case .neverSent(let failure):
            .refused(
                code: failure.rawValue,
                message: "nothing was sent",
                retryAfter: nil,
                isPermanent: failure == .malformedRequest
            )
        case .replied(let reply): outcome(of: reply, request: request)
        }
    }

    private func outcome(of reply: HTTPReply, request: ActionRequest) -> ActionOutcome {
        var bindings = bindings(for: request)
        RequestBindings.bind(reply, to: &bindings)
        let words = ReplyWords(rules: response, reply: reply, bindings: bindings, secrets: request.source.secrets)
        let mayHaveActed = idempotency == .none && reply.status >= 500
        switch response.verdict(bindings) {
        case .reauth: return .reauth
        case .ok: return .accepted(providerID: words.providerID, result: words.result)
        case .retry where !mayHaveActed: return refused(words, at: request.now, isPermanent: false)
        case .permanent where !mayHaveActed: return refused(words, at: request.now, isPermanent: true)
        case .retry, .permanent, .unknown: return .unknown(code: words.code)
        }
    }

    private func refused(_ words: ReplyWords, at now: Timestamp, isPermanent: Bool) -> ActionOutcome {
        let retryAfter = isPermanent ? nil : words.retryAfter(now)
        return .refused(code: words.code, message: words.message, retryAfter: retryAfter, isPermanent: isPermanent)
    }
}

/// What is read from a reply once its meaning is known.
///
/// Nothing here fails: a part that cannot be read is left out.
private struct ReplyWords {
    /// Bytes of a provider's code and message that are kept.
    private static let codeLimit = 64
    private static let messageLimit = 500
    private static let providerIDName = "provider_message_id"

    let rules: ResponseRules
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

    private func read(_ template: DataTemplate) -> Value? {
        do throws(ReadFailure) {
            let value = try template.evaluate(bindings)
            return value.isBlank ? nil : value
        } catch {
            return nil
        }
    }

    /// A provider's words, short and without our secrets, should it repeat them.
    private func shown(_ text: String, limit: Int) -> String {
        let values = secrets.names.flatMap { secrets[$0] }.map { $0.reveal() }.filter { $0.utf8.count >= 6 }
        let clean = values.reduce(text) { $0.replacing($1, with: "***") }
        return String(decoding: clean.utf8.prefix(limit), as: UTF8.self)
    }
}
