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
    /// Where its files are put; nil when it watches no folder.
    public let folder: WatchedFolder?
    /// The configured versions, then what was handed over in a handshake.
    private(set) var secrets: SecretSet

    /// A source.
    ///
    /// `config` is merged over the connector's defaults.
    public init(
        name: String,
        connector: Connector,
        secrets: SecretSet,
        config: JSONObject,
        baseURL: String?,
        origins: OriginMap = OriginMap(),
        folder: WatchedFolder? = nil
    ) {
        self.name = name
        self.connector = connector
        self.secrets = secrets
        self.config = connector.config.merging(config)
        self.baseURL = baseURL
        self.origins = origins
        self.folder = folder
    }

    /// This source with secrets that were handed over in handshakes, by name, as further active versions; those that its
    /// connector does not take any more do not count.
    public func holding(_ captured: [String: Secret]) -> Source {
        let names = connector.capturedSecrets
        let new = captured.filter { names.contains($0.key) && !secrets[$0.key].contains($0.value) }
        guard !new.isEmpty else { return self }
        var source = self
        source.secrets = SecretSet(
            Dictionary(secrets.names.map { ($0, secrets[$0]) }, uniquingKeysWith: { first, _ in first })
                .merging(new.mapValues { [$0] }) { $0 + $1 }
        )
        return source
    }

    /// Declared secrets without a value.
    public var missingSecrets: [String] { connector.secrets.filter { secrets[$0].isEmpty } }

    /// What a verified sender gets, once everything is stored.
    public func answer(_ webhook: VerifiedWebhook) -> HookAnswer {
        guard let hook = connector.hook else { return HookAnswer(status: 200) }
        var bindings = bindings(of: webhook, for: hook)
        if !hook.receive.respond.variables.isDisjoint(with: RequestBindings.bodyNames) {
            hook.receive.bindBodyOrFailure(of: webhook.raw, to: &bindings)
        }
        return hook.receive.respond.answer(bindings)
    }

    /// Falls a request into items: decoded, split, each with its key.
    ///
    /// Works on a journaled request as on a new one; the same request always yields the same items in the same order.
    public func read(_ webhook: VerifiedWebhook) throws(ReadFailure) -> [Item] {
        if let name = webhook.raw.poll { return try items(of: poll(named: name), in: webhook.raw) }
        if webhook.raw.isFile || connector.readsFiles { return try rows(of: webhook.raw) }
        guard let hook = connector.hook else { return [] }
        var bindings = bindings(of: webhook, for: hook)
        let body = try hook.receive.bindBody(of: webhook.raw, to: &bindings)
        return try ItemReader(receive: hook.receive, webhook: webhook.raw, bindings: bindings).items(of: body)
    }

    /// What an item means: events in the vocabulary, or none when the connector ignores it.
    ///
    /// `full` is what was fetched for it when ``enrichment(of:in:)`` asked for that.
    public func events(
        from item: Item,
        of webhook: VerifiedWebhook,
        recorded: Timestamp,
        full: JSON = .null
    ) throws(ReadFailure) -> [Event] {
        guard let rules = try rules(for: webhook.raw) else { return [] }
        let normalizer = Normalizer(
            source: self,
            rules: rules,
            item: item,
            webhook: webhook.raw,
            recorded: recorded,
            full: full
        )
        return try normalizer.events()
    }

    /// What expressions see of a request, its body apart: bound anew unless that was done to check it.
    private func bindings(of webhook: VerifiedWebhook, for hook: Hook) -> Bindings {
        if var bindings = webhook.bindings {
            bindings["now"] = Value(webhook.raw.received)
            return bindings
        }
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook.raw, config: config, now: webhook.raw.received, to: &bindings)
        return bindings
    }
}
