public import Core

/// One request for an action, and what came of it.
///
/// Holds credentials, addresses and payload: to be shown to whoever gave them, never logged.
public struct CallStep: Sendable {
    /// What it was for.
    public enum Kind: String, Sendable {
        /// An access token.
        case token
        /// The action, or one that it fell back to.
        case action
        /// A question what became of the action.
        case lookup
    }

    /// What it was for.
    public let kind: Kind
    /// The token's or the action's name.
    public let name: String
    /// The request.
    public let call: HTTPCall
    /// How it ended; nil for one that was only planned.
    public let result: CallResult?
}

/// Is told of each request as it ends.
public typealias CallWatch = @Sendable (CallStep) -> Void

extension Action {
    /// The requests that performing it begins with, none of them sent: for its access token when it needs one, and its
    /// own with `***` in the token's place.
    public func plan(_ request: ActionRequest) throws(ReadFailure) -> [CallStep] {
        let own = CallStep(kind: .action, name: name, call: try call(request), result: nil)
        guard let grant = tokenName.flatMap({ request.source.connector.tokens[$0] }) else { return [own] }
        let asking = try grant.call(for: request.source, at: request.now)
        return [CallStep(kind: .token, name: grant.name, call: asking, result: nil), own]
    }
}
