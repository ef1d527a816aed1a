import Core

extension SQLiteSnapshot {
    func awaitingItems(at now: Timestamp, limit: Int) throws(StoreError) -> [AwaitingItem] {
        try connection.all(Self.selectDueAwaiting, now, max(0, limit))
    }

    private static let selectDueAwaiting = SQL(
        """
        SELECT \(AwaitingItem.columns) FROM awaiting AS a CROSS JOIN items AS i ON i.number = a.item
        WHERE a.due <= ? ORDER BY a.due, a.item LIMIT ?
        """
    )

    func nextAwaited() throws(StoreError) -> Timestamp? {
        try connection.first(Self.selectNextAwaited).map(Timestamp.init(microseconds:))
    }

    private static let selectNextAwaited = SQL("SELECT due FROM awaiting ORDER BY due LIMIT 1")

    func awaiting(before: Int64?, limit: Int) throws(StoreError) -> [AwaitingItem] {
        try connection.all(Self.selectAwaiting, before ?? .max, max(0, limit))
    }

    private static let selectAwaiting = SQL(
        """
        SELECT \(AwaitingItem.columns) FROM awaiting AS a CROSS JOIN items AS i ON i.number = a.item
        WHERE a.item < ? ORDER BY a.item DESC LIMIT ?
        """
    )

    func fetched(for item: Int64) throws(StoreError) -> JSON? {
        let record: FetchedRecord? = try connection.first(Self.selectFetched, item)
        return record?.json
    }

    private static let selectFetched = SQL("SELECT json FROM fetched WHERE item = ?")
}

extension SQLiteTransaction {
    func await(item: Int64, until: Timestamp, attempts: Int, reason: String?) throws(StoreError) {
        guard try connection.run(Self.setAside, item) == 1 else { return }
        try connection.run(Self.upsertAwaiting, item, until, attempts, reason)
    }

    private static let setAside = SQL(
        "UPDATE items SET state = 'awaiting' WHERE number = ? AND state IN ('pending', 'awaiting')"
    )

    private static let upsertAwaiting = SQL(
        """
        INSERT INTO awaiting (item, due, attempts, reason) VALUES (?, ?, ?, ?)
        ON CONFLICT (item) DO UPDATE SET due = excluded.due, attempts = excluded.attempts, reason = excluded.reason
        """
    )

    func keep(fetched: JSON, for item: Int64, at: Timestamp) throws(StoreError) {
        try connection.run(Self.upsertFetched, item, at, fetched)
        try stopAwaiting(item)
        try connection.run(Self.takeUp, item)
    }

    private static let upsertFetched = SQL(
        """
        INSERT INTO fetched (item, at, json) VALUES (?, ?, ?)
        ON CONFLICT (item) DO UPDATE SET at = excluded.at, json = excluded.json
        """
    )

    private static let takeUp = SQL("UPDATE items SET state = 'pending' WHERE number = ? AND state = 'awaiting'")

    /// Takes an item off the list of those that wait.
    func stopAwaiting(_ item: Int64) throws(StoreError) {
        try connection.run(Self.deleteAwaiting, item)
    }

    private static let deleteAwaiting = SQL("DELETE FROM awaiting WHERE item = ?")
}
