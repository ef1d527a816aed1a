import Connectors
import Core

/// What becomes of an item after its provider was asked for more.
///
/// Pure: the outcome decides, nothing else.
enum EnrichAnswer: Sendable, Equatable {
    /// The item can be read with this.
    case fetched(JSON)
    /// It is asked again at this instant.
    case again(at: Timestamp, reason: String)
    /// It cannot be read.
    case never(reason: String)

    /// Six to twelve hours with these waits: what a provider cannot say by then is for a person.
    static let retries = RetrySchedule(base: .seconds(1), cap: .seconds(3600), tries: 24)

    /// The answer that an outcome of the `attempts`th try is; `fraction` (0..<1) is for the jitter of the next.
    init(_ outcome: ActionOutcome, of action: String, attempts: Int, now: Timestamp, fraction: Double) {
        var retryAfter: TimeSpan?
        let code: String
        switch outcome {
        case .accepted(let id, let result):
            self = .fetched(Enrichment.full(providerID: id, result: result))
            return
        case .refused(let word, _, let asked, let isPermanent):
            (code, retryAfter) = (word, asked)
            if isPermanent {
                self = .never(reason: "`\(action)` answered \(code)")
                return
            }
        case .unknown(let word): code = word
        case .reauth: code = "reauth"
        }
        let next = Self.retries.next(
            attempts: attempts,
            now: now,
            retryAfter: retryAfter,
            expires: nil,
            fraction: fraction
        )
        switch next {
        case .again(let time): self = .again(at: time, reason: "`\(action)` answered \(code)")
        case .never: self = .never(reason: "`\(action)` answered \(code), \(attempts) times")
        }
    }
}
