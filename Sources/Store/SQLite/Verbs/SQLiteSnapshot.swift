/// Reads on one connection, inside the transaction that is open on it.
///
/// Used on the connection's thread only.
class SQLiteSnapshot: StoreReading {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }
}

/// Reads and writes on the writer's connection, inside the transaction that is open on it.
///
/// Used on the writer's thread only.
final class SQLiteTransaction: SQLiteSnapshot, StoreTransaction {
    /// The number of the next webhook.
    ///
    /// Numbers of work that was rolled back are not used again.
    var nextWebhook: Int64
    /// How much of what was refused is kept.
    let bounds: QuarantineBounds

    /// Numbers webhooks from ``nextWebhook(on:)`` on.
    init(_ connection: Connection, nextWebhook: Int64, bounds: QuarantineBounds) {
        self.nextWebhook = nextWebhook
        self.bounds = bounds
        super.init(connection)
    }

    /// Where numbering goes on after a start.
    ///
    /// Items outlive the webhooks they came in.
    static func nextWebhook(on connection: Connection) throws(StoreError) -> Int64 {
        let lastWebhook: Int64? = try connection.first(selectLastWebhook)
        let lastOfItems: Int64? = try connection.first(selectLastWebhookOfItems)
        return max(lastWebhook ?? 0, lastOfItems ?? 0) + 1
    }

    private static let selectLastWebhook = SQL("SELECT number FROM webhooks ORDER BY number DESC LIMIT 1")
    private static let selectLastWebhookOfItems = SQL("SELECT webhook FROM items ORDER BY number DESC LIMIT 1")
}
