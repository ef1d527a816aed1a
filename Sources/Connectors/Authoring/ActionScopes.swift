import CEL
import Core

/// Places of expressions in an action, or in the request for an access token.
struct ActionScopes: Sendable {
    /// A request up to its body.
    let call: Scope
    /// Headers and credentials of a request, which may sign the body.
    let callWithBody: Scope
    /// What an authentication code is over: the request as it is sent.
    let signed: Scope
    /// What is read from a provider's reply.
    let reply: Scope
    private let types: [String: ValueType]

    private static let replyTypes: [String: ValueType] = [
        "status": .int, "headers": .texts, "header_all": .textLists, "body": .bytes, "json": .dyn,
    ]
    private static let callNames = ["input", "action", "known_id", "callback_url", "config", "now"]
    /// What stands in one place each.
    private static let signedNames = ["method", "url", "signature", "token", "assertion"]
    private static let actionType = ValueType.record(
        RecordType([("id", .string), ("name", .string)], isOpen: false)
    )

    /// Everything that an expression of an action may read.
    static let environment = Environment(
        variables: callNames + signedNames + replyTypes.keys.sorted(),
        libraries: [Scope.libraryWithSecrets]
    )

    /// Scopes of an action that is given `input`.
    init(input: ValueType, config: ValueType) {
        self.init([
            "input": input, "action": Self.actionType, "known_id": .string, "callback_url": .string, "config": config,
            "now": .timestamp,
        ])
    }

    /// Scopes of the request for an access token, which is the same whatever it is for.
    init(tokenRequestWith config: ValueType, assertion: Bool) {
        let types = ["config": config, "now": .timestamp] as [String: ValueType]
        self.init(assertion ? types.merging(["assertion": .string]) { $1 } : types)
    }

    private init(_ types: [String: ValueType]) {
        self.types = types
        let withBody = types.merging(["body": .bytes]) { $1 }
        call = Scope(in: Self.environment, types, secrets: true)
        callWithBody = Scope(in: Self.environment, withBody, secrets: true)
        let sent = withBody.merging(["method": .string, "url": .string]) { $1 }
        signed = Scope(in: Self.environment, sent, secrets: true)
        reply = Scope(in: Self.environment, types.merging(Self.replyTypes) { known, _ in known })
    }

    /// The value of a header that carries `name`: `signature` or `token`.
    func carrying(_ name: String) -> Scope {
        Scope(in: Self.environment, types.merging([name: .string]) { $1 }, secrets: true)
    }

    /// What every expression about a source sees.
    static func bindings(of source: Source, at now: Timestamp) -> Bindings {
        var bindings = environment.bindings()
        bindings.context = SecretAccess(secrets: source.secrets)
        bindings["config"] = Value(JSON.object(source.config))
        bindings["now"] = Value(now)
        return bindings
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
