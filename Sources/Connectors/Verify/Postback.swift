import CEL
public import Core

/// A question to a provider whether a request is its own: an action of its connector, whose reply decides.
///
/// Nothing is asked for a request that is wrong anyway. Whoever asks gives the reply to
/// ``Source/verify(_:at:documents:replies:)`` under ``id``, whatever it says.
public struct Postback: Sendable {
    /// How long the provider may take; the sender of the webhook waits meanwhile.
    public static let timeLimit = TimeSpan.seconds(5)

    /// What the reply is handed over by: the action and a hash of what it is given, so that no reply is ever taken for
    /// the answer to another question.
    public let id: String
    /// What asks.
    public let action: Action
    /// What it is given.
    public let request: ActionRequest

    init(_ action: Action, _ request: ActionRequest) {
        self.action = action
        self.request = request
        id = "\(action.name)#\(Hex.encode(HashAlgorithm.sha256.digest(JSON.object(request.input).bytes)))"
    }
}

/// How a provider is asked, and what it must reply.
struct PostbackPlan: Sendable {
    let call: ErrandCall
    /// Over the reply, as an action's `response` sees it.
    let ok: Expression
}

/// Asks, or judges by what was replied.
struct PostbackCheck {
    let plan: PostbackPlan
    let keys: KeyFinder
    let source: Source
    /// What was replied, by the ids of the questions; by the action's name in a case of a test.
    let replies: [String: HTTPReply]

    /// Passed only by a reply that the action takes for one, and that `ok` holds for.
    func outcome() -> CheckOutcome {
        let (action, request): (Action, ActionRequest)
        do throws(ReadFailure) {
            (action, request) = try question()
        } catch {
            return .failed(.missingSignature)
        }
        let postback = Postback(action, request)
        guard let reply = replies[postback.id] ?? replies[action.name] else { return .needs(.reply(postback)) }
        guard case .accepted = action.outcome(of: .replied(reply), request: request) else {
            return .failed(.providerUnavailable)
        }
        return holds(for: reply, action, request) ? .passed : .failed(.badSignature)
    }

    private func question() throws(ReadFailure) -> (Action, ActionRequest) {
        let (action, input) = try plan.call.render(keys.bindings, of: source)
        return (action, ActionRequest(id: "", input: input, source: source, callbackURL: "", now: keys.now))
    }

    private func holds(for reply: HTTPReply, _ action: Action, _ request: ActionRequest) -> Bool {
        var bindings = action.bindings(for: request)
        RequestBindings.bind(reply, to: &bindings)
        return plan.ok.result(bindings).isTrue
    }
}
