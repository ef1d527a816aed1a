import Core

extension SQLiteSnapshot {
    func webhook(_ number: Int64) throws(StoreError) -> JournaledWebhook? {
        try connection.first(Self.selectWebhook, number)
    }

    private static let selectWebhook = SQL("SELECT \(JournaledWebhook.columns) FROM webhooks WHERE number = ?")

    func pendingItems(limit: Int) throws(StoreError) -> [PendingItem] {
        try connection.all(Self.selectPending, max(0, limit))
    }

    private static let selectPending = SQL(
        """
        SELECT \(PendingItem.columns) FROM items INDEXED BY items_pending
        WHERE state = 'pending' ORDER BY number LIMIT ?
        """
    )

    func receipts(source: String?, before: Int64?, limit: Int) throws(StoreError) -> [Receipt] {
        let end = before ?? .max
        guard let source else { return try connection.all(Self.selectReceipts, end, max(0, limit)) }
        return try connection.all(Self.selectReceiptsOfSource, source, end, max(0, limit))
    }

    private static let selectReceipts = SQL(
        "SELECT \(Receipt.columns) FROM webhooks AS w WHERE number < ? ORDER BY number DESC LIMIT ?"
    )

    private static let selectReceiptsOfSource = SQL(
        "SELECT \(Receipt.columns) FROM webhooks AS w WHERE source = ? AND number < ? ORDER BY number DESC LIMIT ?"
    )

    func item(_ number: Int64) throws(StoreError) -> PendingItem? {
        try connection.first(Self.selectItem, number)
    }

    private static let selectItem = SQL("SELECT \(PendingItem.columns) FROM items WHERE number = ?")

    func item(source: String, key: String) throws(StoreError) -> Int64? {
        try connection.first(Self.selectItemByKey, source, DigestText(key))
    }

    private static let selectItemByKey = SQL("SELECT number FROM items WHERE source = ? AND key = ?")
}
