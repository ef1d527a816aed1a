import CEL
public import Core

extension Action {
    /// What became of a call.
    ///
    /// A reply is classified by the connector in the order `reauth`, `ok`, `retry`, `permanent`, `unknown`; without a
    /// match it is unknown. Without idempotency a 5xx is unknown whatever the connector says, since the provider may
    /// have acted before it failed; a mail server has not (RFC 5321, section 4.2.1). A lost reply is always unknown; ``mayRepeat`` tells whether it may be sent again.
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

    /// What expressions over a reply see.
    func bindings(for reply: HTTPReply, to request: ActionRequest) -> Bindings {
        var bindings = bindings(for: request)
        RequestBindings.bind(reply, to: &bindings)
        return bindings
    }

    private func outcome(of reply: HTTPReply, request: ActionRequest) -> ActionOutcome {
        let bindings = bindings(for: reply, to: request)
        let secrets = request.source.secrets
        let words = ReplyWords(rules: response.words, reply: reply, bindings: bindings, secrets: secrets)
        let mayHaveActed = idempotency == .none && reply.status >= 500 && !self.request.isMail
        switch response.verdict(bindings) {
        case .ok: return .accepted(providerID: words.providerID, result: words.result)
        case .reauth where !mayHaveActed: return .reauth
        case .retry where !mayHaveActed: return refused(words, at: request.now, isPermanent: false)
        case .permanent where !mayHaveActed: return refused(words, at: request.now, isPermanent: true)
        case .reauth, .retry, .permanent, .unknown: return .unknown(code: words.code)
        }
    }

    private func refused(_ words: ReplyWords, at now: Timestamp, isPermanent: Bool) -> ActionOutcome {
        let retryAfter = isPermanent ? nil : words.retryAfter(now)
        return .refused(code: words.code, message: words.message, retryAfter: retryAfter, isPermanent: isPermanent)
    }
}
