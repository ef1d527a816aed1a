import Connectors
public import Core

/// Misbehaviour of a provider, as the command line writes it: `NAME=KIND[:VALUE][:SHARE%]` or `NAME=KIND[:VALUE]:COUNTx`
/// for the first requests only, where the name is a source's or its connector's.
public struct Fault: Sendable, Equatable {
    /// What goes wrong.
    public enum Kind: Sendable, Equatable {
        /// The answer takes longer, on the real clock: `latency:500ms`.
        case latency(TimeSpan)
        /// 500, 502 and 503 in turn; nothing is accepted: `5xx`.
        case serverError
        /// 429 with `Retry-After` in seconds; nothing is accepted: `429` or `429:7s`.
        case tooManyRequests(retryAfter: TimeSpan)
        /// The request is accepted and never answered: `accept-then-hang`.
        case acceptThenHang
        /// The request is accepted and the connection closed without an answer: `accept-then-close`.
        case acceptThenClose
        /// The connection is closed and nothing accepted: `refuse`.
        case refuse

        /// As it is written, without its value.
        public var name: String {
            switch self {
            case .latency: "latency"
            case .serverError: "5xx"
            case .tooManyRequests: "429"
            case .acceptThenHang: "accept-then-hang"
            case .acceptThenClose: "accept-then-close"
            case .refuse: "refuse"
            }
        }
    }

    /// The source or the connector it concerns.
    public let name: String
    /// What goes wrong.
    public let kind: Kind
    /// The share of requests that meet it, 1 to 100 in a hundred, spread evenly.
    public let percent: Int
    /// How many requests meet it, from the first on; nil for all of them.
    public let count: Int?

    /// Reads a fault; nil when it is none.
    public init?(_ text: String) {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else { return nil }
        var words = halves[1].split(separator: ":", omittingEmptySubsequences: false)
        var percent = 100
        var count: Int?
        if let last = words.last, last.hasSuffix("%") {
            guard let share = Int(last.dropLast()), (1...100).contains(share) else { return nil }
            percent = share
            words.removeLast()
        } else if let last = words.last, last.hasSuffix("x"), words.count > 1 {
            guard let first = Int(last.dropLast()), (1...1_000_000).contains(first) else { return nil }
            count = first
            words.removeLast()
        }
        guard let kind = Self.kind(words) else { return nil }
        name = String(halves[0])
        self.kind = kind
        self.percent = percent
        self.count = count
    }

    private static func kind(_ words: [Substring]) -> Kind? {
        let span = words.count == 2 ? TimeSpan(String(words[1])) : nil
        guard words.count == 1 || span != nil else { return nil }
        switch (words[0], span) {
        case ("latency", let span?): return .latency(span)
        case ("5xx", nil): return .serverError
        case ("429", let span): return .tooManyRequests(retryAfter: span ?? .seconds(2))
        case ("accept-then-hang", nil): return .acceptThenHang
        case ("accept-then-close", nil): return .acceptThenClose
        case ("refuse", nil): return .refuse
        default: return nil
        }
    }

    /// Whether it is meant for a source.
    func concerns(_ source: Source) -> Bool {
        name.hasSameBytes(as: source.name) || name.hasSameBytes(as: source.connector.name)
    }
}
