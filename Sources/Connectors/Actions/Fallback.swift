import CEL
public import Core

/// Another action that is performed instead, when the reply says so.
struct Fallback: Sendable {
    /// Actions that one call may fall back to, one after the other.
    static let hopLimit = 3

    /// Over the reply.
    let when: Expression
    /// Its name and where that stands.
    let action: SourceText
    /// What is laid over the input.
    let input: [DataField]
}

extension Action {
    /// What is to be performed instead, and with which input; nil when the outcome stands.
    ///
    /// Asked only where the reply asserts that nothing was accepted, and where an action that changes nothing found
    /// what it looked for: whatever comes next is then the first thing that the provider accepts.
    func fallback(
        after outcome: ActionOutcome,
        _ reply: HTTPReply,
        to request: ActionRequest
    ) throws(ReadFailure) -> (name: String, request: ActionRequest)? {
        guard !fallbacks.isEmpty, mayFallBack(after: outcome) else { return nil }
        let bindings = bindings(for: reply, to: request)
        guard let fallback = fallbacks.first(where: { $0.when.result(bindings).isTrue }) else { return nil }
        return (fallback.action.text, try request.laying(fallback.input.evaluate(bindings)))
    }

    private func mayFallBack(after outcome: ActionOutcome) -> Bool {
        switch outcome {
        case .refused, .reauth: true
        case .accepted: isHarmless
        case .unknown: false
        }
    }
}

extension Connector {
    /// How long an action may be called again although nobody knows whether it was done, from its first try on; nil when
    /// a second call may be done a second time.
    ///
    /// The shortest of its own and those of the actions that it may fall back to.
    public func repeatLifetime(of action: String) -> TimeSpan? {
        let lifetimes = actions.reachable(from: action).map(\.idempotency.lifetime)
        return lifetimes.contains(nil) ? nil : lifetimes.compactMap(\.self).min()
    }
}

extension [String: Action] {
    /// An action and those that its fallbacks lead to.
    func reachable(from action: String) -> [Action] {
        var found: [String: Action] = [:]
        var open = [action]
        while let name = open.popLast() {
            guard found[name] == nil, let next = self[name] else { continue }
            found[name] = next
            open += next.fallbacks.map(\.action.text)
        }
        return found.values.map(\.self)
    }

    /// The same actions, each with the secrets of all that performing it may call.
    func sharingSecrets() -> [String: Action] {
        mapValues { action in
            let called = reachable(from: action.name)
            let asked = called.compactMap { $0.lookup.flatMap { self[$0.action.text] } }
            var action = action
            action.secrets = (called + asked).reduce(into: action.secrets) { $0.formUnion($1.secrets) }
            return action
        }
    }
}
