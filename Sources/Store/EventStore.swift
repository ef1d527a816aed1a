public import Core

/// What we must not lose.
///
/// One protocol of domain verbs; SQLite and PostgreSQL stand behind it and pass one contract.
public protocol EventStore: Sendable {
    /// Runs `work` in one transaction and returns after it is durable (fsync done). Work that queued while the last
    /// sync ran shares the next commit; each piece still succeeds or fails alone. A throw rolls back that piece only.
    /// - Throws: what `work` threw, or why the commit failed. After a failed sync the store refuses everything.
    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Appends a verified request in a transaction of its own and returns after it is durable.
    ///
    /// As ``write(_:)`` with nothing but ``StoreTransaction/append(_:connector:items:)``, which an engine may do at a
    /// lower price: every webhook comes this way.
    func append(
        _ webhook: RawWebhook,
        connector: String,
        items: [ItemKey]
    ) async throws(StoreError) -> Receipt

    /// Runs `work` on a snapshot that no write changes.
    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreReading) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Finishes what is queued, then closes. Later calls throw ``StoreError/closed``.
    func close() async
}

extension EventStore {
    /// Appends in a transaction as any other.
    public func append(
        _ webhook: RawWebhook,
        connector: String,
        items: [ItemKey]
    ) async throws(StoreError) -> Receipt {
        try await write { (tx) throws(StoreError) in try tx.append(webhook, connector: connector, items: items) }
    }
}

/// Why the store could not do it.
///
/// Text never holds a value from a row.
public enum StoreError: Error, Sendable, Equatable {
    /// No space, or a file size limit: answer 503; what is stored stays.
    case full
    /// The disk or a sync failed: stop acknowledging, exit, recover.
    case io(code: Int)
    /// The file is not a database of ours or is damaged.
    case corrupt
    /// Somebody else holds the file.
    case busy
    /// The store was closed.
    case closed
    /// A newer version wrote this database.
    case newerSchema(Int)
    /// A row that we wrote cannot be read back; names the table.
    case unreadableRow(String)
    /// The work itself asked to be undone, as a plan does.
    case abandoned
    /// A statement was refused; SQL and engine code, no values.
    case statement(code: Int, sql: String)
}
