import CEL
public import Core

/// One configured instance of a connector: its name in `config.yaml`, its secrets and its settings.
public struct Source: Sendable {
    /// The name, which is also the path segment behind `/hooks/`.
    public let name: String
    /// What it is an instance of.
    public let connector: Connector
    /// The settings: the connector's defaults and what `config.yaml` says otherwise.
    public let config: JSONObject
    /// Where actions go instead of the provider's scheme, host and port.
    public let baseURL: String?
    /// Where documents are fetched instead of where their providers keep them.
    public let origins: OriginMap
    let secrets: SecretSet

    /// A source.
    ///
    /// `config` is merged over the connector's defaults.
    public init(
        name: String,
        connector: Connector,
        secrets: SecretSet,
        config: JSONObject,
        baseURL: String?,
        origins: OriginMap = OriginMap()
    ) {
        self.name = name
        self.connector = connector
        self.secrets = secrets
        self.config = connector.config.merging(config)
        self.baseURL = baseURL
        self.origins = origins
    }

    /// Declared secrets without a value.
    public var missingSecrets: [String] { connector.secrets.filter { secrets[$0].isEmpty } }

    /// What a verified sender gets, once everything is stored.
    public func answer(_ webhook: VerifiedWebhook) -> HookAnswer {
        guard let hook = connector.hook else { return HookAnswer(status: 200) }
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook.raw, config: config, now: webhook.raw.received, to: &bindings)
        if !hook.receive.respond.variables.isDisjoint(with: RequestBindings.bodyNames) {
            hook.receive.bindBodyOrFailure(of: webhook.raw, to: &bindings)
        }
        return hook.receive.respond.answer(bindings)
    }

    /// Falls a request into items: decoded, split, each with its key.
    ///
    /// Works on a journaled request as on a new one; the same request always yields the same items in the same order.
    public func read(_ webhook: VerifiedWebhook) throws(ReadFailure) -> [Item] {
        guard let hook = connector.hook else { return [] }
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook.raw, config: config, now: webhook.raw.received, to: &bindings)
        let body = try hook.receive.bindBody(of: webhook.raw, to: &bindings)
        return try ItemReader(receive: hook.receive, webhook: webhook.raw, bindings: bindings).items(of: body)
    }

    /// What an item means: events in the vocabulary, or none when the connector ignores it.
    public func events(
        from item: Item,
        of webhook: VerifiedWebhook,
        recorded: Timestamp
    ) throws(ReadFailure) -> [Event] {
        guard let hook = connector.hook else { return [] }
        let normalizer = Normalizer(source: self, hook: hook, item: item, webhook: webhook.raw, recorded: recorded)
        return try normalizer.events()
    }
}
