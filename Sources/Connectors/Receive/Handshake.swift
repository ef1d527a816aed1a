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

    /// The variables it reads.
    var variables: Set<String> {
        when.variables.union(answer.variables).union(call?.url.variables ?? [])
    }

    /// The answer to a request that is one; nil when it asks for a call that is not allowed.
    func reply(_ bindings: Bindings) -> HandshakeReply? {
        guard let call else { return HandshakeReply(answer: answer.answer(bindings), call: nil) }
        return call.call(bindings).map { HandshakeReply(answer: answer.answer(bindings), call: $0) }
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
}
