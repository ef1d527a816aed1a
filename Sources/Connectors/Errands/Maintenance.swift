import CEL
public import Core

/// Something that would expire at a provider unless it is renewed, such as a subscription to its webhooks.
public struct Maintenance: Sendable {
    /// Its name in `connector.yaml`.
    public let name: String
    /// How often it is renewed.
    public let every: TimeSpan
    /// Whether it is there at all; always when there is none.
    let when: Expression?
    let call: ErrandCall
}

extension Source {
    /// What is asked of the provider to renew something; nil when there is nothing to renew.
    public func renewal(
        of maintenance: Maintenance,
        at now: Timestamp
    ) throws(ReadFailure) -> (action: Action, input: JSONObject)? {
        var bindings = ErrandScopes.environment.bindings()
        bindings["config"] = Value(JSON.object(config))
        bindings["now"] = Value(now)
        guard try maintenance.when?.holds(bindings) ?? true else { return nil }
        return try maintenance.call.render(bindings, of: self)
    }
}
