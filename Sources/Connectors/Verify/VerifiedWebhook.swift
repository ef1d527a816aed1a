public import Core

/// A request that is its provider's.
///
/// Only ``Source/verify(_:at:)`` and ``Source/trusted(_:)`` make one.
public struct VerifiedWebhook: Sendable {
    /// The request, byte for byte.
    public let raw: RawWebhook

    fileprivate init(raw: RawWebhook) {
        self.raw = raw
    }
}

extension Source {
    /// Checks a request over its raw bytes, before anything of it is decoded for its own sake.
    public func verify(_ webhook: RawWebhook, at now: Timestamp) -> Verification {
        guard let hook = connector.hook else {
            return .refused(Refusal(reason: .noApplicableScheme, answer: HookAnswer(status: 404)))
        }
        let check = Verifier(hook: hook, webhook: webhook, source: self, now: now)
        if let answer = check.handshake(afterVerify: false) { return .answered(answer) }
        if let reason = check.refusal() {
            return .refused(Refusal(reason: reason, answer: hook.verify.refusal.answer(check.bindings)))
        }
        if let answer = check.handshake(afterVerify: true) { return .answered(answer) }
        return .verified(VerifiedWebhook(raw: webhook))
    }

    /// A request that was verified when it came, read again from the journal.
    ///
    /// The journal holds nothing else, and a check cannot be repeated: time has passed, secrets have been rotated, and
    /// card numbers have been taken out of the body. For anything that comes from outside use ``verify(_:at:)``.
    public func trusted(_ webhook: RawWebhook) -> VerifiedWebhook {
        VerifiedWebhook(raw: webhook)
    }
}
