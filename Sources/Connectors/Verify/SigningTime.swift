import CEL
import Core

/// The moment a request was signed, and how far it may lie from now.
struct SigningTime: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case unix
        case unixMilliseconds = "unix_ms"
        case rfc3339
    }

    let value: Expression
    let format: Format
    let tolerance: TimeSpan
    /// Whether a moment in the future is bounded too.
    let boundsFuture: Bool

    /// Why the moment is not acceptable, or nil.
    func refusal(_ bindings: Bindings, now: Timestamp) -> Refusal.Reason? {
        guard let time = moment(bindings) else { return .malformedSignature }
        if now.since(time) > tolerance { return .staleTimestamp }
        return boundsFuture && time.since(now) > tolerance ? .futureTimestamp : nil
    }

    /// The moment; nil when there is none that can be read.
    func moment(_ bindings: Bindings) -> Timestamp? { value.result(bindings).word.flatMap(read) }

    private func read(_ text: String) -> Timestamp? {
        switch format {
        case .unix: Int64(text).map { Timestamp(seconds: $0) }
        case .unixMilliseconds: Int64(text).map { Timestamp(microseconds: TimeSpan.milliseconds($0).microseconds) }
        case .rfc3339: Timestamp(rfc3339: text)
        }
    }
}
