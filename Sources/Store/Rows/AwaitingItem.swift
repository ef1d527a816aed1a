public import Core

/// An item that waits for its provider's record.
public struct AwaitingItem: Sendable {
    /// The item.
    public let item: PendingItem
    /// When the record is asked for next.
    public let due: Timestamp
    /// How often it was asked for.
    public let attempts: Int
    /// Why it was not had the last time: a word or a sentence without a value from the item.
    public let reason: String?

    /// An item that waits.
    public init(item: PendingItem, due: Timestamp, attempts: Int, reason: String?) {
        self.item = item
        self.due = due
        self.attempts = attempts
        self.reason = reason
    }
}
