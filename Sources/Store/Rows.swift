public import Core

/// A verified request as it stands in the journal.
public struct JournaledWebhook: Sendable {
    /// Its number in order of arrival.
    public let number: Int64
    /// The request; card and social security numbers in the body are replaced.
    public let webhook: RawWebhook
    /// The connector and version that verified it.
    public let connector: String

    /// A stored request.
    public init(number: Int64, webhook: RawWebhook, connector: String) {
        self.number = number
        self.webhook = webhook
        self.connector = connector
    }
}

/// What makes an item of a request the same as another: unique per source.
public struct ItemKey: Sendable {
    /// The key; by default the SHA-256 of the item's bytes.
    public let key: String
    /// SHA-256 of the item's bytes, to tell a duplicate from a conflict.
    public let digest: String

    /// A key.
    public init(key: String, digest: String) {
        self.key = key
        self.digest = digest
    }
}

/// An item nobody has read yet.
public struct PendingItem: Sendable {
    /// Its number in order of arrival.
    public let number: Int64
    /// The request it came in.
    public let webhook: Int64
    /// Its place among the request's items, from 0.
    public let index: Int
    /// The source it came from.
    public let source: String
    /// Its key.
    public let key: String

    /// An item.
    public init(number: Int64, webhook: Int64, index: Int, source: String, key: String) {
        self.number = number
        self.webhook = webhook
        self.index = index
        self.source = source
        self.key = key
    }
}

/// How reading an item ended.
public enum ItemState: String, Sendable {
    case pending
    case done
    case ignored
    case unreadable
}

/// The proof that we have a webhook.
public struct Receipt: Sendable {
    /// Its number; 0 when every item was known already and nothing was stored.
    public var number: Int64
    /// The source.
    public var source: String
    /// When it arrived.
    public var received: Timestamp
    /// Items that were new.
    public var accepted: Int
    /// Items that were known already.
    ///
    /// In a listing: how often its items came again.
    public var duplicates: Int
    /// Known items whose body differed this time.
    public var conflicts: Int

    /// A receipt.
    public init(
        number: Int64,
        source: String,
        received: Timestamp,
        accepted: Int,
        duplicates: Int,
        conflicts: Int
    ) {
        self.number = number
        self.source = source
        self.received = received
        self.accepted = accepted
        self.duplicates = duplicates
        self.conflicts = conflicts
    }
}

/// Something we keep but do not process, and why.
public struct Quarantined: Sendable {
    /// Refused requests kept per source; what was acknowledged never gives way.
    public static let limit = 2_000

    /// Where it failed.
    public enum Stage: String, Sendable {
        case verify
        case decode
        case normalize
        case conflict
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

/// A place in a timeline: behind the event with this time, source and id.
public struct TimelineCursor: Sendable, Equatable {
    /// The event's time.
    public let time: Timestamp
    /// The event's source.
    public let source: String
    /// The event's id.
    public let id: String

    /// Behind an event.
    public init(_ event: Event) {
        time = event.time
        source = event.source
        id = event.id
    }

    /// Reads the text a page gave out; nil when it is not one.
    public init?(_ text: String) {
        guard let bytes = Base64.decode(text), let json = try? JSON.parse(bytes), let parts = json.array,
            parts.count == 3, let time = parts[0].int, let source = parts[1].string, let id = parts[2].string
        else { return nil }
        self.time = Timestamp(microseconds: time)
        self.source = source
        self.id = id
    }

    /// The cursor as opaque text.
    public var text: String {
        Base64.encode(JSON.array([.int(time.microseconds), .string(source), .string(id)]).bytes, urlSafe: true)
    }
}

/// An answer kept under an idempotency key.
public struct RememberedAnswer: Sendable {
    /// SHA-256 of the request body.
    public let digest: String
    /// The status that was answered.
    public let status: Int
    /// The body that was answered.
    public let body: [UInt8]

    /// An answer.
    public init(digest: String, status: Int, body: [UInt8]) {
        self.digest = digest
        self.status = status
        self.body = body
    }
}

/// Sizes of the queues, for metrics and readiness.
public struct StoreCounts: Sendable {
    /// Items nobody has read yet.
    public var pendingItems: Int64
    /// Deliveries by state.
    public var deliveries: [String: Int64]
    /// Deliveries under way, or queued and due.
    public var dueDeliveries: Int64
    /// Runs whose wake time has come.
    public var dueRuns: Int64
    /// Entries in quarantine.
    public var quarantined: Int64
    /// Events on timelines.
    public var events: Int64
    /// Runs that have not ended.
    public var activeRuns: Int64

    /// Counts.
    public init(
        pendingItems: Int64,
        deliveries: [String: Int64],
        dueDeliveries: Int64,
        dueRuns: Int64,
        quarantined: Int64,
        events: Int64,
        activeRuns: Int64
    ) {
        self.pendingItems = pendingItems
        self.deliveries = deliveries
        self.dueDeliveries = dueDeliveries
        self.dueRuns = dueRuns
        self.quarantined = quarantined
        self.events = events
        self.activeRuns = activeRuns
    }
}
