import Core

extension SQLiteTransaction {
    func quarantine(_ entry: Quarantined) throws(StoreError) -> Int64 {
        _ = try insert(entry, digest: nil)
        let number = connection.lastNumber
        let size = try resize(entry, by: 1)
        // what was acknowledged has no other copy; only what was refused gives way
        if entry.stage == .verify, size > Quarantined.limit, try dropOldestRejected(of: entry.webhook.source) {
            _ = try resize(entry, by: -1)
        }
        return number
    }

    /// Keeps the body of an item that is known with another one; once for each body.
    func quarantine(
        _ webhook: RawWebhook,
        conflictingWith item: Int64,
        digest: String
    ) throws(StoreError) {
        let reason = "the same key came before with another body"
        let entry = Quarantined(stage: .conflict, reason: reason, item: item, webhook: webhook)
        if try insert(entry, digest: digest) { _ = try resize(entry, by: 1) }
    }

    private func insert(_ entry: Quarantined, digest: String?) throws(StoreError) -> Bool {
        let webhook = entry.webhook
        return try connection.run(
            Self.insertEntry,
            entry.stage,
            entry.reason,
            entry.item,
            digest.map { DigestText($0) },
            webhook.source,
            webhook.method,
            webhook.url,
            HeaderList(headers: webhook.headers),
            webhook.received,
            webhook.body
        ) == 1
    }

    private static let insertEntry = SQL(
        """
        INSERT INTO quarantine (stage, reason, item, digest, source, method, url, headers, received, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (item, digest) WHERE stage = 'conflict' DO NOTHING
        """
    )

    /// How many entries there are of this source and stage now.
    ///
    /// Kept apart: counting them each time would let a flood of forgeries slow everybody down.
    private func resize(_ entry: Quarantined, by change: Int) throws(StoreError) -> Int64 {
        try connection.first(Self.changeSize, entry.webhook.source, entry.stage, change) ?? 0
    }

    private static let changeSize = SQL(
        """
        INSERT INTO quarantine_sizes (source, stage, size) VALUES (?, ?, ?)
        ON CONFLICT (source, stage) DO UPDATE SET size = size + excluded.size RETURNING size
        """
    )

    private func dropOldestRejected(of source: String) throws(StoreError) -> Bool {
        try connection.run(Self.deleteOldest, source) == 1
    }

    private static let deleteOldest = SQL(
        """
        DELETE FROM quarantine
        WHERE number = (SELECT number FROM quarantine WHERE stage = 'verify' AND source = ? ORDER BY number LIMIT 1)
        """
    )
}
