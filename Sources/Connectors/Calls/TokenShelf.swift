import Core

/// Which access tokens are at hand, and which should be asked for now; no I/O.
struct TokenShelf {
    /// Whose token, and of which configuration.
    struct Key: Hashable {
        let source: ByteKey
        let name: ByteKey
        /// Of the secrets and settings it is asked for with.
        let digest: [UInt8]
    }

    /// What to do about a token.
    enum Advice: Equatable {
        case use(Secret)
        case fetch
        /// It was refused a while ago; may be tried again after a time.
        case giveUp(TokenRefusal, wait: Duration)
    }

    /// Tokens that are kept, and refusals that are remembered; the oldest go first.
    static let capacity = 1024
    /// How long before its end a token is renewed, at most; of a short life a fifth.
    static let margin = Duration.seconds(60)
    /// How long after a failure nothing is asked.
    static let pause = Duration.seconds(5)
    /// The same after a refusal that nothing but other credentials will change: providers lock out who keeps asking.
    static let longPause = Duration.seconds(120)
    /// The longest that a provider may make us wait.
    static let longestPause = Duration.seconds(3600)

    private struct Copy {
        let token: Secret
        let fetched: ContinuousClock.Instant
        let end: ContinuousClock.Instant
    }

    private struct Failure {
        let refusal: TokenRefusal
        let noted: ContinuousClock.Instant
        let end: ContinuousClock.Instant
    }

    private var copies: [Key: Copy] = [:]
    private var failures: [Key: Failure] = [:]

    /// What to do about a token that is needed.
    func advice(on key: Key, at now: ContinuousClock.Instant) -> Advice {
        if let copy = copies[key], now < copy.end { return .use(copy.token) }
        if let failure = failures[key], now < failure.end {
            return .giveUp(failure.refusal, wait: now.duration(to: failure.end))
        }
        return .fetch
    }

    /// Keeps a token that was asked for at `asked`.
    mutating func keep(_ token: AccessToken, for key: Key, asked: ContinuousClock.Instant) {
        failures[key] = nil
        copies[key] = nil
        if copies.count >= Self.capacity, let oldest = copies.min(by: { $0.value.fetched < $1.value.fetched }) {
            copies[oldest.key] = nil
        }
        let lifetime = Duration.microseconds(token.lifetime.microseconds)
        let end = asked.advanced(by: lifetime - min(Self.margin, lifetime / 5))
        copies[key] = Copy(token: token.value, fetched: asked, end: end)
    }

    /// Remembers that a token could not be had, and gives how long it will not be asked for.
    mutating func note(_ refusal: TokenRefusal, of key: Key, at now: ContinuousClock.Instant) -> Duration {
        failures[key] = nil
        if failures.count >= Self.capacity, let oldest = failures.min(by: { $0.value.noted < $1.value.noted }) {
            failures[oldest.key] = nil
        }
        let asked = refusal.wait.map { Duration.microseconds($0.microseconds) } ?? .zero
        let pause = min(max(asked, refusal.isForGood ? Self.longPause : Self.pause), Self.longestPause)
        failures[key] = Failure(refusal: refusal, noted: now, end: now.advanced(by: pause))
        return pause
    }

    /// Throws a token away that the provider no longer takes; one that has come since stays.
    mutating func discard(_ token: Secret, of key: Key) {
        if copies[key]?.token == token { copies[key] = nil }
    }
}
