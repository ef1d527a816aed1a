import CEL

/// Places of expressions in `poll` and `maintain`.
struct ErrandScopes: Sendable {
    /// What a poll asks: which page.
    let question: Scope
    /// What a poll reads from a reply besides its items.
    let reply: Scope
    /// What renews something, and when; and whether a poll is wanted.
    let renewal: Scope

    private static let replyTypes: [String: ValueType] = [
        "status": .int, "headers": .texts, "header_all": .textLists, "body": .bytes, "json": .dyn,
    ]

    /// Everything that one of these expressions may read.
    static let environment = Environment(
        variables: ["cursor", "config", "now"] + replyTypes.keys.sorted(),
        libraries: [Scope.library]
    )

    /// Scopes of a connector with settings of this type.
    init(config: ValueType) {
        let types: [String: ValueType] = ["config": config, "now": .timestamp]
        let asked = types.merging(["cursor": .string]) { $1 }
        renewal = Scope(in: Self.environment, types)
        question = Scope(in: Self.environment, asked)
        reply = Scope(in: Self.environment, asked.merging(Self.replyTypes) { $1 })
    }
}
