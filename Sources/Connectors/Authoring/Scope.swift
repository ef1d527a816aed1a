import CEL

/// Where an expression stands: which names it may use, and whether `secret(name)`.
struct Scope: Sendable {
    let environment: Environment
    let allowsSecrets: Bool

    init(_ variables: [String], secrets: Bool = false) {
        allowsSecrets = secrets
        let libraries: [Library] = [.standard, .text, .crypto] + (secrets ? [.secrets] : [])
        environment = Environment(variables: variables, libraries: libraries)
    }

    /// What a request is made of.
    private static let requestNames = [
        "method", "url", "headers", "header_all", "query", "query_pairs", "body", "form", "form_pairs", "json",
        "config", "now",
    ]
    private static let actionNames = ["input", "action", "known_id", "callback_url", "config", "now"]

    /// Verify steps, answers and `split`.
    static let request = Scope(requestNames)
    /// The content of a plain hash, and handshakes.
    static let requestWithSecrets = Scope(requestNames, secrets: true)
    /// Verify steps with `each`, and `receive.key`.
    static let item = Scope(requestNames + ["item"])
    /// The content of a plain hash below `each`.
    static let itemWithSecrets = Scope(requestNames + ["item"], secrets: true)
    /// A request of an action up to its body.
    static let call = Scope(actionNames, secrets: true)
    /// Headers and credentials of an action, which may sign the body.
    static let callWithBody = Scope(actionNames + ["body"], secrets: true)
    /// What is read from a provider's reply.
    static let reply = Scope(actionNames + ["status", "headers", "header_all", "body", "json"])

    /// Rules: an item and the names of `let` so far.
    static func rules(lets: [String]) -> Scope { Scope(requestNames + ["item"] + lets) }

    /// Names that `let` cannot take.
    static let reservedNames = Set(requestNames + ["item"])
}
