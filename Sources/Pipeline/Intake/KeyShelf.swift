import Core

/// Which documents with keys are at hand, and which should be fetched now; no I/O.
struct KeyShelf {
    /// What to do about a document.
    enum Advice: Equatable {
        case use(String)
        case fetch
        /// It was tried a moment ago.
        case giveUp
    }

    /// Documents that are kept, and addresses that are remembered because they failed; the oldest go first.
    static let capacity = 256
    /// How old a copy must be that lacks a key or has expired before there is any point in asking for another.
    static let renewalAge = Duration.seconds(300)
    /// How long an address that failed is left alone: anybody can make us ask for what is not there.
    static let pause = Duration.seconds(10)

    private struct Copy {
        let text: String
        let fetched: ContinuousClock.Instant
    }

    private var copies: [String: Copy] = [:]
    private var failures: [String: ContinuousClock.Instant] = [:]

    /// What to do about a document that may be as old as `lifetime`, or that will not do as it is (`isRenewal`).
    func advice(
        on url: String,
        lifetime: Duration,
        isRenewal: Bool,
        at now: ContinuousClock.Instant
    ) -> Advice {
        let age = copies[url].map { $0.fetched.duration(to: now) }
        if let copy = copies[url], let age, !isRenewal, age < lifetime { return .use(copy.text) }
        if isRenewal, let age, age < Self.renewalAge { return .giveUp }
        if let failed = failures[url], failed.duration(to: now) < Self.pause { return .giveUp }
        return .fetch
    }

    /// Keeps a document.
    mutating func keep(_ text: String, from url: String, at now: ContinuousClock.Instant) {
        failures[url] = nil
        copies[url] = nil
        if copies.count >= Self.capacity, let oldest = copies.min(by: { $0.value.fetched < $1.value.fetched }) {
            copies[oldest.key] = nil
        }
        copies[url] = Copy(text: text, fetched: now)
    }

    /// Remembers that a document could not be had.
    mutating func noteFailure(of url: String, at now: ContinuousClock.Instant) {
        failures[url] = nil
        if failures.count >= Self.capacity, let oldest = failures.min(by: { $0.value < $1.value }) {
            failures[oldest.key] = nil
        }
        failures[url] = now
    }
}
