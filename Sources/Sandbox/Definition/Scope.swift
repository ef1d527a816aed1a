import CEL
import Connectors

/// Where an expression of a definition stands: which names it may use.
struct Scope: Sendable {
    let environment: Environment

    private init(_ variables: [String], libraries: [Library] = [.standard, .text, .hashing, .sandbox]) {
        environment = Environment(variables: variables, libraries: libraries)
    }

    /// A request as its expressions see it.
    private static let requestNames = [
        "method", "path", "headers", "query", "form", "form_pairs", "form_nested", "json", "body", "verified", "config",
        "now",
    ]
    private static let eventNames = ["input", "object", "config", "now"]
    /// What only a webhook that is on its way knows.
    private static let sendingNames = ["id", "signature", "timestamp"]

    /// Recipes of secrets.
    static let secrets = Scope([], libraries: [.standard, .text, .hashing, .random])

    /// Conditions, answers and the identity of a request, with the names of `let` so far.
    static func request(_ lets: [String]) -> Scope { Scope(requestNames + lets) }

    /// Names of a route, and what it answers: they may tell of what was accepted or happened before, by route and event.
    static func answer(_ lets: [String], isAccepted: Bool = false) -> Scope {
        Scope(requestNames + lets + ["held"] + (isAccepted ? ["digest", "id"] : []))
    }

    /// The id of an accepted request: `digest` stands for its identity.
    static func identity(_ lets: [String]) -> Scope { Scope(requestNames + lets + ["digest"]) }

    /// Everything that is said about an accepted request.
    static func accepted(_ lets: [String]) -> Scope { Scope(requestNames + lets + ["digest", "id"]) }

    /// Callbacks about an accepted request; `now` is when they are due.
    static func callback(_ lets: [String]) -> Scope { Scope(requestNames + lets + ["digest"] + sendingNames) }

    /// Which accepted object an event is about.
    static let eventObject = Scope(["input", "config", "now"])

    /// The id of an event.
    static let eventIdentity = Scope(eventNames + ["digest"])

    /// The webhook of an event.
    static let event = Scope(eventNames + ["digest"] + sendingNames)

    /// Headers that carry signatures.
    static let signing = Scope(sendingNames + ["body", "config", "now"])

    /// Names that `let` cannot take.
    static let reservedNames = requestNames + sendingNames + ["digest", "input", "object", "held"]
}
