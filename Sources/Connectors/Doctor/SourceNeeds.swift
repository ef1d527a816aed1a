import CEL
public import Core

extension Connector {
    /// Whether a verify step reads the URL of the request, so that it must be known how the world reaches us.
    public var verifiesURL: Bool { hook?.verify.variables.contains("url") ?? false }

    /// The actions that tell the provider where to report on a delivery.
    public var actionsWithCallback: [String] {
        actions.values.filter { $0.request.variables.contains("callback_url") }.map(\.name).sorted()
    }
}

/// Somewhere a source calls.
public struct Destination: Sendable, Equatable {
    /// Scheme, host and port.
    public let origin: String
    /// What for, in a few words.
    public let purpose: String
    /// Whether the operator wrote it, so that it may be a private address.
    public let isOwn: Bool
}

extension Source {
    /// Where its calls go, each place once: actions, access tokens, published keys.
    public func destinations(at now: Timestamp) -> [Destination] {
        let all = actionDestinations(at: now) + tokenDestinations(at: now) + keyDestinations
        return all.reduce(into: []) { found, destination in
            if !found.contains(where: { $0.origin == destination.origin }) { found.append(destination) }
        }
    }

    private func actionDestinations(at now: Timestamp) -> [Destination] {
        connector.actions.keys.sorted().compactMap { name in
            guard let action = connector.actions[name], let url = action.exampleURL(of: self, at: now) else {
                return nil
            }
            let isOwn = baseURL != nil || action.request.host == .configured
            return Destination(origin: url.based(on: baseURL).origin, purpose: "action \(name)", isOwn: isOwn)
        }
    }

    private func tokenDestinations(at now: Timestamp) -> [Destination] {
        connector.tokens.keys.sorted().compactMap { name in
            let bindings = ActionScopes.bindings(of: self, at: now)
            guard let url = connector.tokens[name]?.request.url.evaluate(bindings).word.flatMap(ActionURL.init) else {
                return nil
            }
            return mapped(url.origin, for: "token \(name)")
        }
    }

    private var keyDestinations: [Destination] {
        let published = (connector.hook?.verify.steps ?? []).compactMap(\.check.published)
        return published.compactMap { $0.allowed.host.map { mapped("https://\($0)", for: "published keys") } }
    }

    /// The origin, or the one that `fetch` puts in its place.
    private func mapped(_ origin: String, for purpose: String) -> Destination {
        let call = origins.mapped(HTTPCall(method: "GET", url: "\(origin)/"))
        let isOwn = call.limits.allowsPrivateAddresses
        let url = ActionURL(call.url)?.origin ?? origin
        return Destination(origin: url, purpose: purpose, isOwn: isOwn)
    }
}

extension Action {
    /// Its URL with some input or other; nil when it cannot be made.
    fileprivate func exampleURL(of source: Source, at now: Timestamp) -> ActionURL? {
        let input = inputs.map { ($0.name, $0.kind.example) } + [("known_id", JSON.string("0"))]
        let request = ActionRequest(
            id: "0",
            input: JSONObject(input),
            source: source,
            callbackURL: "https://throughline.invalid/",
            now: now
        )
        return self.request.url.evaluate(bindings(for: request)).word.flatMap(ActionURL.init)
    }
}

extension ActionInput.Kind {
    fileprivate var example: JSON {
        switch self {
        case .string: "0"
        case .int, .number: 0
        case .bool: false
        case .list: []
        case .map: [:]
        }
    }
}

extension RequestTemplate {
    /// The variables it reads.
    fileprivate var variables: Set<String> {
        (query + headers).reduce(into: url.variables.union(body.variables)) { $0.formUnion($1.value.variables) }
    }
}

extension RequestTemplate.Body {
    fileprivate var variables: Set<String> {
        switch self {
        case .none, .mail: []
        case .json(let data), .xml(let data), .text(let data): data.variables
        case .form(let fields), .nestedForm(let fields), .multipart(let fields):
            fields.reduce(into: []) { $0.formUnion($1.value.variables) }
        }
    }
}

extension VerifyStep.Check {
    /// Where its keys are published, if they are.
    fileprivate var published: PublishedKeys? {
        switch self {
        case .publicKey(_, _, let source): source.published
        case .token(let plan): if case .published(let source) = plan.key { source.published } else { nil }
        default: nil
        }
    }
}

extension PublicKeySource {
    fileprivate var published: PublishedKeys? {
        switch self {
        case .configured: nil
        case .certificate(let published, _), .keySet(let published, name: _): published
        }
    }
}
