import CEL

/// Places of expressions in the inbound half of a connector.
///
/// All of them share the places of their variables, so that what is bound once for a request serves them all.
struct HookScopes: Sendable {
    /// Everything that one of its expressions may read.
    let environment: Environment
    private let types: [String: ValueType]

    /// What a request is made of.
    ///
    /// `form` is null where the body is no form, `json` where it is no JSON: any of them may be compared with null.
    private static let requestTypes: [String: ValueType] = [
        "method": .string, "url": .string, "headers": .texts, "header_all": .textLists, "query": .texts,
        "query_pairs": .textPairs, "body": .bytes, "form": .texts, "form_pairs": .textPairs, "now": .timestamp,
    ]
    private static let item = "item"

    /// Names that `let` cannot take.
    static let reservedNames = Set(requestTypes.keys).union(["json", "config", item])

    /// Scopes of a connector with names of its own (`lets`), whose bodies and settings are of these types.
    init(json: ValueType, config: ValueType, lets: [String]) {
        types = Self.requestTypes.merging(["json": json, "config": config]) { _, given in given }
        environment = Environment(variables: types.keys.sorted() + [Self.item] + lets, libraries: [Scope.library])
    }

    /// Verify steps, answers and `split`; with secrets the content of a plain hash, and handshakes.
    func request(secrets: Bool = false) -> Scope { Scope(in: environment, types, secrets: secrets) }

    /// What looks at an item: `receive.key`, and verify steps with `each`.
    ///
    /// With secrets the content of a plain hash.
    func item(_ type: ValueType, secrets: Bool = false) -> Scope {
        Scope(in: environment, types.merging([Self.item: type]) { _, given in given }, secrets: secrets)
    }

    /// Rules: an item and the names of `let` so far.
    func rules(item: ValueType, lets: [String: ValueType]) -> Scope {
        let known = types.merging([Self.item: item]) { _, given in given }
        return Scope(in: environment, known.merging(lets) { known, _ in known })
    }
}
