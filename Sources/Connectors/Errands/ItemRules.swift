import CEL
import Core

/// How items are read that came one way: by webhook, or in a provider's list.
struct ItemRules: Sendable {
    /// What all of the expressions may read; makes the bindings in which they find it fastest.
    let environment: Environment
    let normalize: NormalizePlan
    /// What is fetched before thin items are read.
    let enrich: EnrichPlan?
    /// Whether anybody could have sent them.
    let isUnverified: Bool
}

extension Hook {
    /// How items of webhooks are read.
    var rules: ItemRules {
        ItemRules(
            environment: environment,
            normalize: normalize,
            enrich: receive.enrich,
            isUnverified: verify.isUnverified
        )
    }
}

extension Source {
    /// How the items of a stored request are read; nil when the connector reads none.
    func rules(for webhook: RawWebhook) throws(ReadFailure) -> ItemRules? {
        guard let name = webhook.poll else { return connector.hook?.rules }
        return try poll(named: name).rules
    }
}
