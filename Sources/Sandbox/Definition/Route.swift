import CEL
import Core

/// One kind of request that a provider answers.
struct Route: Sendable {
    let name: String
    /// The first route that holds answers.
    let when: Expression
    /// Names for what the rest of the route says more than once, in order.
    let lets: [(name: String, value: Expression)]
    let respond: ReplyTemplate
    /// Whether its condition looks at what was accepted or happened before.
    let asksHeld: Bool
    /// Whether what it answers looks at that.
    let readsHeld: Bool
    /// What follows from an accepted request; nil for a route that refuses or only tells something.
    let acceptance: Acceptance?
}

/// What follows from an accepted request.
struct Acceptance: Sendable {
    /// What makes a request this one and no other; the whole body when there is none.
    let key: Expression?
    let idempotency: IdempotencyRule?
    /// The provider's id.
    let id: Template
    /// Further names under which events find it: one text or a list.
    let references: DataTemplate?
    /// What the report tells of it.
    let summary: [DataField]
    let callbacks: [CallbackPlan]
}

/// How a provider knows a repeated request.
struct IdempotencyRule: Sendable {
    /// The same key gets the same answer; null or empty: the request is a new one.
    let key: Expression
    /// What the same key with another body gets; the first answer when there is none.
    let conflict: ReplyTemplate?
}

/// A webhook that follows an accepted request.
struct CallbackPlan: Sendable {
    let after: TimeSpan
    /// Whether it follows at all; always when there is none.
    let when: Expression?
    let webhook: WebhookTemplate
}

/// Something that happens at a provider because somebody asks the sandbox for it.
struct EventPlan: Sendable {
    let name: String
    let inputs: [EventInput]
    /// The id or a reference of the accepted object that it is about; null: it is about none.
    let object: Expression?
    let id: Template
    let webhook: WebhookTemplate

    /// What it takes, by name: `{"amount": "int?"}`.
    var inputTypes: JSON {
        .object(JSONObject(inputs.map { ($0.name, .string($0.kind.rawValue + ($0.isOptional ? "?" : ""))) }))
    }
}

/// One value an event is given.
struct EventInput: Sendable {
    /// The type of a value.
    enum Kind: String, CaseIterable, Sendable {
        case string
        case int
        case number
        case bool
        case list
        case map
    }

    let name: String
    let kind: Kind
    let isOptional: Bool

    /// Whether a value is of its type.
    func accepts(_ value: JSON) -> Bool {
        switch (kind, value) {
        case (.string, .string), (.int, .int), (.bool, .bool), (.list, .array), (.map, .object): true
        case (.number, .int), (.number, .double): true
        default: false
        }
    }
}
