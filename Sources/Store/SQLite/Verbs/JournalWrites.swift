import Core

extension SQLiteTransaction {
    func append(_ webhook: RawWebhook, connector: String, items: [ItemKey]) throws(StoreError) -> Receipt {
        var receipt = Receipt(
            number: 0,
            source: webhook.source,
            received: webhook.received,
            accepted: 0,
            duplicates: 0,
            conflicts: 0
        )
        var firstItem: Int64 = 0
        for (index, item) in items.enumerated() {
            if try insert(item, at: item.index ?? index, of: webhook) {
                if receipt.accepted == 0 { firstItem = connection.lastNumber }
                receipt.accepted += 1
            } else if try isConflict(item, in: webhook) {
                receipt.conflicts += 1
            } else {
                receipt.duplicates += 1
            }
        }
        guard receipt.accepted > 0 else { return receipt }
        receipt.number = nextWebhook
        nextWebhook += 1
        try insert(webhook, connector: connector, receipt: receipt, firstItem: firstItem)
        return receipt
    }

    /// False when the item is known.
    ///
    /// The unique index is the judge.
    private func insert(_ item: ItemKey, at index: Int, of webhook: RawWebhook) throws(StoreError) -> Bool {
        try connection.run(
            Self.insertItem,
            nextWebhook,
            index,
            webhook.source,
            DigestText(item.key),
            DigestText(item.digest)
        ) == 1
    }

    private static let insertItem = SQL(
        """
        INSERT INTO items (webhook, idx, source, key, digest, state) VALUES (?, ?, ?, ?, ?, 'pending')
        ON CONFLICT (source, key) DO NOTHING
        """
    )

    private func insert(
        _ webhook: RawWebhook,
        connector: String,
        receipt: Receipt,
        firstItem: Int64
    ) throws(StoreError) {
        try connection.run(
            Self.insertWebhook,
            receipt.number,
            webhook.source,
            connector,
            webhook.method,
            webhook.url,
            HeaderList(headers: webhook.headers),
            webhook.received,
            firstItem,
            receipt.accepted,
            webhook.body
        )
    }

    private static let insertWebhook = SQL(
        """
        INSERT INTO webhooks (number, source, connector, method, url, headers, received, first_item, items, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    )

    /// Counts that a known item came again; keeps its body when that is another.
    private func isConflict(_ item: ItemKey, in webhook: RawWebhook) throws(StoreError) -> Bool {
        let known: KnownItem? = try connection.first(
            Self.countDuplicate,
            webhook.received,
            webhook.source,
            DigestText(item.key)
        )
        guard let known, !known.digest.isEmpty, !item.digest.isEmpty, !known.digest.hasSameBytes(as: item.digest) else {
            return false
        }
        try quarantine(webhook, conflictingWith: known.number, digest: item.digest)
        return true
    }

    private static let countDuplicate = SQL(
        """
        UPDATE items SET duplicates = duplicates + 1, last_duplicate = ? WHERE source = ? AND key = ?
        RETURNING number, digest
        """
    )

    func finish(item: Int64, as state: ItemState) throws(StoreError) {
        try connection.run(Self.updateState, state, item)
        try stopAwaiting(item)
    }

    private static let updateState = SQL("UPDATE items SET state = ? WHERE number = ?")

    func reopen(item: Int64) throws(StoreError) {
        try connection.run(Self.reopenItem, item)
    }

    private static let reopenItem = SQL(
        "UPDATE items SET state = 'pending' WHERE number = ? AND state IN ('unreadable', 'ignored')"
    )
}
