import CEL
public import Core

/// What one call of an action is made from.
public struct ActionRequest: Sendable {
    /// The delivery's id, the same however often it is tried: what idempotency keys are made of.
    public let id: String
    /// What the action is given.
    public let input: JSONObject
    /// The source whose secrets, settings and `base_url` apply.
    public let source: Source
    /// Where the provider may report on this delivery.
    public let callbackURL: String
    /// The present.
    public let now: Timestamp

    /// A request.
    public init(id: String, input: JSONObject, source: Source, callbackURL: String, now: Timestamp) {
        self.id = id
        self.input = input
        self.source = source
        self.callbackURL = callbackURL
        self.now = now
    }

    /// The same with other values laid over the input.
    ///
    /// What the provider's reply calls an id is text to us, whatever it is there.
    func laying(_ values: [(String, Value)]) throws(ReadFailure) -> ActionRequest {
        var input = input
        for (name, value) in values {
            guard let json = name == "known_id" ? value.word.map(JSON.string) : value.json else {
                throw ReadFailure(reason: "the input `\(name)` is no data")
            }
            input[name] = json
        }
        return ActionRequest(id: id, input: input, source: source, callbackURL: callbackURL, now: now)
    }
}

/// What became of a call, as far as the connector can tell.
public enum ActionOutcome: Sendable {
    /// The provider took it.
    case accepted(providerID: String?, result: JSONObject)
    /// The provider provably did not take it. `retryAfter` is what it asked for.
    case refused(code: String, message: String, retryAfter: TimeSpan?, isPermanent: Bool)
    /// Nobody knows whether the provider took it.
    case unknown(code: String)
    /// The credentials are no longer good; the same request may succeed with new ones.
    case reauth
}

extension Action {
    /// What expressions of an action see.
    ///
    /// An input that may be missing and is null is missing.
    func bindings(for request: ActionRequest) -> Bindings {
        var input = request.input
        for declared in inputs where declared.isOptional && input[declared.name] == .null { input[declared.name] = nil }
        var bindings = ActionScopes.bindings(of: request.source, at: request.now)
        bindings["input"] = Value(JSON.object(input))
        bindings["action"] = Value(["id": .string(request.id), "name": .string(name)])
        bindings["known_id"] = Value(input["known_id"]?.string ?? "")
        bindings["callback_url"] = Value(request.callbackURL)
        return bindings
    }
}
