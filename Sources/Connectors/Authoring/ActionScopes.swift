import CEL

/// Places of expressions in an action.
struct ActionScopes: Sendable {
    /// A request of an action up to its body.
    let call: Scope
    /// Headers and credentials of an action, which may sign the body.
    let callWithBody: Scope
    /// What is read from a provider's reply.
    let reply: Scope

    private static let replyTypes: [String: ValueType] = [
        "status": .int, "headers": .texts, "header_all": .textLists, "body": .bytes, "json": .dyn,
    ]
    private static let callNames = ["input", "action", "known_id", "callback_url", "config", "now"]
    private static let actionType = ValueType.record(
        RecordType([("id", .string), ("name", .string)], isOpen: false)
    )

    /// Everything that an expression of an action may read.
    static let environment = Environment(
        variables: callNames + replyTypes.keys.sorted(),
        libraries: [Scope.libraryWithSecrets]
    )

    /// Scopes of an action that is given `input`.
    init(input: ValueType, config: ValueType) {
        let types: [String: ValueType] = [
            "input": input, "action": Self.actionType, "known_id": .string, "callback_url": .string, "config": config,
            "now": .timestamp,
        ]
        let all = types.merging(Self.replyTypes) { known, _ in known }
        call = Scope(in: Self.environment, types, secrets: true)
        callWithBody = Scope(in: Self.environment, types.merging(["body": .bytes]) { $1 }, secrets: true)
        reply = Scope(in: Self.environment, all)
    }
}

extension ActionInput {
    /// The type of its values; a number may be whole or not, so its type is open.
    var type: ValueType {
        switch kind {
        case .string: .string
        case .int: .int
        case .number: .dyn
        case .bool: .bool
        case .list: .list(.dyn)
        case .map: .map(key: .string, value: .dyn)
        }
    }
}
