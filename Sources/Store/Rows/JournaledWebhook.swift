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
    /// SHA-256 of the item's bytes, to tell a duplicate from a conflict; empty where a difference means nothing, since a
    /// provider's list shows how something stands by now.
    public let digest: String
    /// The item's place in the request, where not every item of it is appended; else its place in the list.
    public let index: Int?

    /// A key.
    public init(key: String, digest: String, index: Int? = nil) {
        self.key = key
        self.digest = digest
        self.index = index
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

/// Where an item stands.
public enum ItemState: String, Sendable {
    /// Nobody has read it yet.
    case pending
    /// It says less than a provider's record that has not been had yet: nobody waits for it meanwhile.
    case awaiting
    case done
    case ignored
    case unreadable
}
