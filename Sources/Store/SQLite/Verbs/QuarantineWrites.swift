import Core

extension SQLiteTransaction {
    func quarantine(_ entry: Quarantined) throws(StoreError) -> Int64 {
        guard let change = try insert(entry, digest: nil) else { return 0 }
        try resize(by: change, count: 1)
        // what was acknowledged has no other copy; only what was refused gives way
        if !entry.stage.isAcknowledged { try makeRoom(in: change.source) }
        return change.number
    }

    /// Keeps the body of an item that is known with another one; once for each body.
    func quarantine(
        _ webhook: RawWebhook,
        conflictingWith item: Int64,
        digest: String
    ) throws(StoreError) {
        let reason = "the same key came before with another body"
        let entry = Quarantined(stage: .conflict, reason: reason, item: item, webhook: webhook)
        if let change = try insert(entry, digest: digest) { try resize(by: change, count: 1) }
    }

    private func insert(_ entry: Quarantined, digest: String?) throws(StoreError) -> QuarantineChange? {
        let webhook = entry.webhook
        return try connection.first(
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
            webhook.body,
            webhook.peer,
            webhook.clientSubject
        )
    }

    /// A number is never used again: who planned to discard an entry must not hit another.
    private static let insertEntry = SQL(
        """
        INSERT INTO quarantine
            (number, stage, reason, item, digest, source, method, url, headers, received, body, peer, client_subject)
        VALUES
            ((SELECT coalesce(max(highest), 0) + 1 FROM quarantine_totals), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (item, digest) WHERE stage = 'conflict' DO NOTHING
        RETURNING \(QuarantineChange.columns)
        """
    )

    @discardableResult
    func remove(quarantined number: Int64) throws(StoreError) -> Bool {
        let change: QuarantineChange? = try connection.first(Self.deleteEntry, number)
        if let change { try resize(by: change, count: -1) }
        return change != nil
    }

    private static let deleteEntry = SQL(
        "DELETE FROM quarantine WHERE number = ? RETURNING \(QuarantineChange.columns)"
    )
}
