import CEL

/// Places of expressions in the inbound half of a connector.
///
/// All of them share the places of their variables, so that what is bound once for a request serves them all.
struct HookScopes: Sendable {
    /// Everything that one of its expressions may read.
    let environment: Environment
    private let types: [String: ValueType]
    /// What is fetched before an item is read; absent where nothing is.
    private let full: [String: ValueType]
    /// Whether the bodies' types are only those of examples.
    private let isByExample: Bool

    /// What a request is made of.
    ///
    /// `form` is null where the body is no form, `json` where it is no JSON: any of them may be compared with null. XML may
    /// be anything.
    private static let requestTypes: [String: ValueType] = [
        "method": .string, "url": .string, "headers": .texts, "header_all": .textLists, "query": .texts,
        "query_pairs": .textPairs, "body": .bytes, "form": .texts, "form_pairs": .textPairs, "now": .timestamp,
        "files": .list(FormFile.type), "xml": .dyn,
    ]
    private static let item = "item"
    /// What a token says, in `claims` of a `jwt` step.
    private static let claims = "claims"
    /// What was fetched before an item is read.
    static let full = "full"

    /// Names that `let` cannot take.
    static let reservedNames = Set(requestTypes.keys).union(["json", "config", item, full])

    /// Scopes of a connector with names of its own (`lets`), whose bodies and settings are of these types; `enriches` when
    /// thin items are fetched whole.
    init(json: ValueType, isByExample: Bool, config: ValueType, lets: [String], enriches: Bool) {
        self.isByExample = isByExample
        full = enriches ? [Self.full: .dyn] : [:]
        types = Self.requestTypes.merging(["json": json, "config": config]) { _, given in given }
        let variables = types.keys.sorted() + [Self.item, Self.claims, Self.full] + lets
        environment = Environment(variables: variables, libraries: [Scope.library])
    }

    /// Verify steps, answers and `split`; with secrets the content of a plain hash, and handshakes.
    func request(secrets: Bool = false) -> Scope { scope(types, secrets: secrets) }

    /// What looks at an item: `receive.key`, and verify steps with `each`.
    ///
    /// With secrets the content of a plain hash.
    func item(_ type: ValueType, secrets: Bool = false) -> Scope {
        scope(types.merging([Self.item: type]) { $1 }, secrets: secrets)
    }

    /// What is required of a token, perhaps in a step with `each`.
    func claims(of item: ValueType?) -> Scope {
        let claims = [Self.claims: ValueType.map(key: .string, value: .dyn)]
        return scope(types.merging(item.map { [Self.item: $0] } ?? [:]) { $1 }.merging(claims) { $1 })
    }

    /// Rules: an item and the names of `let` so far, with what is certain of their types.
    func rules(item: ValueType, lets: [String: ValueType] = [:], certain: [String: ValueType] = [:]) -> Scope {
        scope(types.merging([Self.item: item]) { $1 }.merging(full) { $1 }.merging(lets) { $1 }, certain: certain)
    }

    private func scope(
        _ types: [String: ValueType],
        certain: [String: ValueType] = [:],
        secrets: Bool = false
    ) -> Scope {
        guard isByExample else { return Scope(in: environment, types, secrets: secrets) }
        let unknown = ["json": ValueType.dyn, Self.item: types[Self.item].map { _ in .dyn }].compactMapValues(\.self)
        let certain = types.merging(unknown) { $1 }.merging(certain) { $1 }
        return Scope(in: environment, types, certain: certain, secrets: secrets)
    }
}
