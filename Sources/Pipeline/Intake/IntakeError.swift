public import Core
import Store

/// Why a webhook was not taken.
///
/// Whose fault it is decides the answer.
public enum IntakeError: Error, Sendable {
    /// No source has this name: 404.
    case unknownSource
    /// The source takes other methods: 405.
    case methodNotAllowed(Set<String>)
    /// The signature or credentials are wrong: what the connector says, 401 by default.
    case refused(HookAnswer)
    /// The request is not what the route takes: 400 with the reason.
    case malformed(String)
    /// Our own trouble, passing: 503 with `Retry-After`.
    case overloaded
    /// Our own trouble, lasting: 503; the daemon must recover before it acknowledges again.
    case storeFailed

    init(_ error: StoreError) {
        switch error {
        case .busy, .full, .closed: self = .overloaded
        default: self = .storeFailed
        }
    }
}
