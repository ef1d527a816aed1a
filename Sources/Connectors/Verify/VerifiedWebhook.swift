import CEL
public import Core

/// A request that is its provider's.
///
/// Only ``Source/verify(_:at:documents:replies:)`` and ``Source/trusted(_:)`` make one.
public struct VerifiedWebhook: Sendable {
    /// The request, byte for byte.
    public let raw: RawWebhook
    /// What it is believed by only once: whoever stores it remembers them, and refuses a new request with a known one.
    public let nonces: [Nonce]
    /// The request as its expressions saw it when it was checked; nil when it was not.
    let bindings: Bindings?

    fileprivate init(raw: RawWebhook, nonces: [Nonce] = [], bindings: Bindings? = nil) {
        self.raw = raw
        self.nonces = nonces
        self.bindings = bindings
    }
}

extension Source {
    /// Checks a request over its raw bytes, before anything of it is decoded for its own sake.
    ///
    /// `documents` are certificates (PEM) and key sets that were fetched, by URL, and `replies` what providers said of
    /// it, by ``Postback/id``. When one is missing the answer is ``Verification/needs(_:otherwise:)``: get it, add it,
    /// and call again. Nothing is fetched here.
    public func verify(
        _ webhook: RawWebhook,
        at now: Timestamp,
        documents: [String: String] = [:],
        replies: [String: HTTPReply] = [:]
    ) -> Verification {
        guard let hook = connector.hook else {
            return .refused(Refusal(reason: .noApplicableScheme, answer: HookAnswer(status: 404)))
        }
        let check = Verifier(
            hook: hook,
            webhook: webhook,
            source: self,
            now: now,
            documents: documents,
            replies: replies
        )
        if let handshake = check.handshake(afterVerify: false) { return handshake }
        let result = check.outcome()
        switch result.outcome {
        case .failed(let reason): return .refused(check.refusal(for: reason))
        case .needs(let need): return .needs(need, otherwise: check.refusal(for: need.reason))
        case .passed: break
        }
        return check.handshake(afterVerify: true)
            ?? .verified(VerifiedWebhook(raw: webhook, nonces: result.nonces, bindings: check.bindings))
    }

    /// What the sender of a request gets that is not believed for a reason found later, such as
    /// ``Refusal/Reason/replayed``.
    public func refusal(of webhook: RawWebhook, because reason: Refusal.Reason) -> Refusal {
        guard let hook = connector.hook else { return Refusal(reason: reason, answer: HookAnswer(status: 404)) }
        return Verifier(hook: hook, webhook: webhook, source: self, now: webhook.received).refusal(for: reason)
    }

    /// A request that was verified when it came, read again from the journal.
    ///
    /// The journal holds nothing else, and a check cannot be repeated: time has passed, secrets have been rotated, and
    /// card numbers have been taken out of the body. For anything that comes from outside use
    /// ``verify(_:at:documents:replies:)``.
    public func trusted(_ webhook: RawWebhook) -> VerifiedWebhook {
        VerifiedWebhook(raw: webhook)
    }
}
