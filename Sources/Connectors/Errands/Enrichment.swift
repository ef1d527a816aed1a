import CEL
public import Core

/// Thin items: what is asked of the provider before they are read.
struct EnrichPlan: Sendable {
    /// Which items are thin; all of them when there is none.
    let when: Expression?
    let call: ErrandCall
}

/// What must be asked of a provider before one item can be read.
public struct Enrichment: Sendable {
    /// The action that asks.
    public let action: Action
    /// What it is given.
    public let input: JSONObject

    /// What expressions see as `full`: the action's result, with the provider's id when it gave one.
    public static func full(providerID: String?, result: JSONObject) -> JSON {
        var full = result
        full["provider_message_id"] = providerID.map(JSON.string)
        return .object(full)
    }
}

extension Source {
    /// What must be asked before an item is read; nil when it says enough by itself.
    public func enrichment(of item: Item, in webhook: VerifiedWebhook) throws(ReadFailure) -> Enrichment? {
        guard let plan = try rules(for: webhook.raw)?.enrich, try plan.when?.holds(item.bindings) ?? true else {
            return nil
        }
        let (action, input) = try plan.call.render(item.bindings, of: self)
        return Enrichment(action: action, input: input)
    }
}

extension Connector {
    /// Whether any of its items are thin.
    public var enrichesItems: Bool { hook?.receive.enrich != nil }
}
