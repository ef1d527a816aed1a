public import Core
public import Store

/// What became of an entry of the quarantine that was to be taken in again, or would become of it.
public struct ReadmissionReport: Sendable {
    /// Its number.
    public let number: Int64
    /// Its source.
    public let source: String
    /// Where it failed.
    public let stage: Quarantined.Stage
    /// Why it stays where it is: a word of the closed list or a sentence, never a payload.
    ///
    /// Nil when it is good: it goes to the journal, or its item back to those that nobody has read.
    public internal(set) var refusal: String?
    /// Items it holds that the journal does not have, or one that is read again.
    public internal(set) var items = 0
    /// Items it holds that the journal has already.
    public internal(set) var known = 0
    /// Items that say enough only with their provider's record, which is asked for.
    public internal(set) var awaiting = 0
    /// The types of the events that its items are read as, in order.
    public internal(set) var events: [EventType] = []
    /// Why items cannot be read, though the request is good: they go to quarantine in their turn.
    public internal(set) var unreadable: [String] = []

    init(_ entry: Quarantined) {
        number = entry.number
        source = entry.webhook.source
        stage = entry.stage
    }

    /// Whether it leaves the quarantine.
    public var isGood: Bool { refusal == nil }

    /// Counts an item as the worker will read it.
    mutating func count(_ reading: Normalizer.Reading) {
        items += 1
        switch reading {
        case .events(let events): self.events += events.map(\.type)
        case .awaiting: awaiting += 1
        case .unreadable(let reason): unreadable.append(reason)
        }
    }
}

/// What became of an entry that was to be thrown away.
public enum DiscardOutcome: Sendable, Equatable {
    /// It is gone.
    case discarded
    /// There is no such entry.
    case unknown
    /// Its sender was told that we have it, and nobody said why it may go.
    case needsReason
}
