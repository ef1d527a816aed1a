public import Core

/// A request that is its provider's.
///
/// Only ``Source/verify(_:at:documents:)`` and ``Source/trusted(_:)`` make one.
public struct VerifiedWebhook: Sendable {
    /// The request, byte for byte.
    public let raw: RawWebhook

    fileprivate init(raw: RawWebhook) {
        self.raw = raw
    }
}

extension Source {
    /// Checks a request over its raw bytes, before anything of it is decoded for its own sake.
    ///
    /// `documents` are certificates (PEM) and key sets that were fetched, by URL. When one is missing the answer is
    /// ``Verification/needs(_:otherwise:)``: fetch it, add it, and call again. Nothing is fetched here.
    public func verify(
        _ webhook: RawWebhook,
        at now: Timestamp,
        documents: [String: String] = [:]
    ) -> Verification {
        guard let hook = connector.hook else {
            return .refused(Refusal(reason: .noApplicableScheme, answer: HookAnswer(status: 404)))
        }
        let check = Verifier(hook: hook, webhook: webhook, source: self, now: now, documents: documents)
        if let handshake = check.handshake(afterVerify: false) { return handshake }
        switch check.outcome() {
        case .failed(let reason): return .refused(check.refusal(for: reason))
        case .needs(let request): return .needs(request, otherwise: check.refusal(for: request.reason))
        case .passed: break
        }
        return check.handshake(afterVerify: true) ?? .verified(VerifiedWebhook(raw: webhook))
    }

    /// A request that was verified when it came, read again from the journal.
    ///
    /// The journal holds nothing else, and a check cannot be repeated: time has passed, secrets have been rotated, and
    /// card numbers have been taken out of the body. For anything that comes from outside use
    /// ``verify(_:at:documents:)``.
    public func trusted(_ webhook: RawWebhook) -> VerifiedWebhook {
        VerifiedWebhook(raw: webhook)
    }
}
