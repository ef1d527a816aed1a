public import Core

/// Something we keep but do not process, and why.
public struct Quarantined: Sendable {
    /// Refused requests kept per source; what was acknowledged never gives way.
    public static let limit = 2_000
    /// Bytes of refused requests kept per source, ``overhead`` included.
    public static let byteLimit: Int64 = 64 * 1024 * 1024
    /// Bytes of refused requests kept of all sources together, so that many sources do not fill the disk either.
    public static let totalByteLimit: Int64 = 512 * 1024 * 1024
    /// Bytes an entry counts for besides its URL, headers and body: about what its row and its places in indexes take.
    public static let overhead: Int64 = 256

    /// Where it failed.
    public enum Stage: String, Sendable, CaseIterable {
        case verify
        case decode
        case normalize
        case conflict

        /// Whether its sender was told that we have it; then no bound may drop it.
        public var isAcknowledged: Bool { self != .verify }
    }

    /// Its number; 0 until it is stored.
    public var number: Int64
    /// Where it failed.
    public var stage: Stage
    /// A word from the closed list of reasons, or the diagnostic's sentence.
    public var reason: String
    /// The item that failed, when the request itself was good.
    public var item: Int64?
    /// The request.
    ///
    /// Who sent it is kept too, which the journal does not do: a refused request may be verified again.
    public var webhook: RawWebhook

    /// An entry.
    public init(number: Int64 = 0, stage: Stage, reason: String, item: Int64? = nil, webhook: RawWebhook) {
        self.number = number
        self.stage = stage
        self.reason = reason
        self.item = item
        self.webhook = webhook
    }
}

extension Quarantined {
    /// An entry of a list: without what it was sent with, which may be long.
    public struct Outline: Sendable {
        /// Its number.
        public let number: Int64
        /// Where it failed.
        public let stage: Stage
        /// Why.
        public let reason: String
        /// The item that failed, when the request itself was good.
        public let item: Int64?
        /// The source.
        public let source: String
        /// The request's method.
        public let method: String
        /// When it arrived.
        public let received: Timestamp
        /// Bytes of the body that are kept.
        public let bytes: Int64
    }
}

/// Which entries of the quarantine are meant; nil for all.
public struct QuarantineFilter: Sendable, Equatable {
    /// Those of one source.
    public var source: String?
    /// Those of one stage.
    public var stage: Quarantined.Stage?

    /// A filter.
    public init(source: String? = nil, stage: Quarantined.Stage? = nil) {
        self.source = source
        self.stage = stage
    }
}

/// How much of what was refused is kept; the oldest give way.
public struct QuarantineBounds: Sendable {
    /// What holds unless a test says otherwise.
    public static let standard = QuarantineBounds(
        entries: Quarantined.limit,
        bytes: Quarantined.byteLimit,
        totalBytes: Quarantined.totalByteLimit
    )

    /// Entries per source.
    public var entries: Int
    /// Bytes per source.
    public var bytes: Int64
    /// Bytes of all sources; above it the source that holds most gives way.
    public var totalBytes: Int64

    /// Bounds.
    public init(entries: Int, bytes: Int64, totalBytes: Int64) {
        self.entries = entries
        self.bytes = bytes
        self.totalBytes = totalBytes
    }
}
