import Connectors
import Core
import Store

/// Why a turn of an errand came to nothing.
enum ErrandFailure: Error, Sendable {
    /// The provider did not answer as its connector wants it; it may have said when to come back.
    case refused(code: String, retryAfter: TimeSpan?)
    /// The answer is not what the connector expects.
    case unreadable(ReadFailure)
    /// It could not be stored.
    case store(StoreError)

    /// Why an action that asks brought nothing; nil when it did.
    init?(_ outcome: ActionOutcome) {
        switch outcome {
        case .accepted: return nil
        case .refused(let code, _, let retryAfter, _): self = .refused(code: code, retryAfter: retryAfter)
        case .unknown(let code): self = .refused(code: code, retryAfter: nil)
        case .reauth: self = .refused(code: "reauth", retryAfter: nil)
        }
    }

    /// What the provider asked for.
    var retryAfter: TimeSpan? {
        if case .refused(_, let retryAfter) = self { retryAfter } else { nil }
    }

    /// A word or a sentence for the log.
    var reason: String {
        switch self {
        case .refused(let code, _): code
        case .unreadable(let failure): failure.reason
        case .store(let error): "\(error)"
        }
    }
}
