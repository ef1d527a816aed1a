import CEL
public import Core

/// A request that asks whether we are there.
struct Handshake: Sendable {
    let when: Expression
    /// Whether it must be verified first.
    let isAfterVerify: Bool
    let answer: AnswerTemplate
    /// What must be called before it is answered.
    let call: HandshakeCall?
    /// The secret it hands over.
    let capture: CapturePlan?

    /// The variables it reads.
    var variables: Set<String> {
        let own = [when, call?.url, capture?.value].compactMap(\.self)
        return own.reduce(into: answer.variables) { $0.formUnion($1.variables) }
    }
}

/// A URL in a request that must be called to confirm something.
struct HandshakeCall: Sendable {
    let url: Expression
    /// What it may be: whoever makes the request chooses it.
    let allowed: AllowedURLs

    /// The call; nil when its URL is missing or not allowed.
    fileprivate func call(_ bindings: Bindings) -> HTTPCall? {
        guard let url = url.result(bindings).string, allowed.allows(url) else { return nil }
        var limits = CallLimits()
        limits.totalTimeout = .seconds(10)
        return HTTPCall(method: "GET", url: url, limits: limits)
    }
}

/// What a handshake gets.
public struct HandshakeReply: Sendable {
    /// What is answered.
    public let answer: HookAnswer
    /// What must be called first, and answered with 2xx.
    ///
    /// Never a private address, and at most ten seconds: the sender waits.
    public let call: HTTPCall?
    /// What must be kept first, durably.
    public let capture: SecretCapture?
}

extension Verifier {
    /// What a handshake gets, when the request is one.
    func handshake(afterVerify: Bool) -> Verification? {
        var bindings = bindings
        bindings.context = SecretAccess(secrets: source.secrets)
        for handshake in hook.receive.handshakes where handshake.isAfterVerify == afterVerify {
            guard handshake.when.result(bindings).isTrue else { continue }
            return reply(to: handshake, bindings).map(Verification.answered)
                ?? .refused(refusal(for: .handshakeRefused))
        }
        return nil
    }

    /// Nil when it asks for a call that is not allowed, or hands over a secret that is not wanted.
    private func reply(to handshake: Handshake, _ bindings: Bindings) -> HandshakeReply? {
        let call = handshake.call.map { $0.call(bindings) }
        let capture = handshake.capture.map { $0.verdict(bindings, source) }
        if case .some(.none) = call { return nil }
        if case .unwanted? = capture { return nil }
        let kept: SecretCapture? =
            if case .wanted(let plan, let value)? = capture {
                SecretCapture(
                    secret: plan.secret,
                    value: value,
                    replaces: plan.replaces,
                    otherwise: refusal(for: .handshakeRefused)
                )
            } else { nil }
        return HandshakeReply(answer: handshake.answer.answer(bindings), call: call ?? nil, capture: kept)
    }
}
