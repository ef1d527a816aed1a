import CEL
import Core

/// How the provider is asked what became of a call.
struct Lookup: Sendable {
    /// An action that changes nothing, and where its name stands.
    let action: SourceText
    /// What is laid over the input.
    let input: [DataField]
    /// Whether the reply shows what was looked for.
    let found: Expression
    /// What is kept of it.
    let result: [DataField]
}

extension Action {
    /// What is asked: the action and its input; nil when nothing can be.
    func lookupRequest(
        for request: ActionRequest
    ) throws(ReadFailure) -> (name: String, request: ActionRequest)? {
        guard let lookup else { return nil }
        return (lookup.action.text, try request.laying(lookup.input.evaluate(bindings(for: request))))
    }

    /// What the answer to ``lookupRequest(for:)`` says of `request`: accepted when it was found, nil when it may still
    /// arrive.
    func outcome(ofLookup reply: HTTPReply, for request: ActionRequest) -> ActionOutcome? {
        guard let lookup else { return nil }
        let bindings = bindings(for: reply, to: request)
        guard lookup.found.result(bindings).isTrue else { return nil }
        let rules = ReplyRules(result: lookup.result)
        let words = ReplyWords(rules: rules, reply: reply, bindings: bindings, secrets: request.source.secrets)
        return .accepted(providerID: words.providerID, result: words.result)
    }
}
