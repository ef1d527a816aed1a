public import Core

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
