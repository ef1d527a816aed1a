import Core

extension SQLiteTransaction {
    func reserve(_ row: LedgerRow) throws(StoreError) {
        try connection.run(
            Self.insertRow,
            row.delivery,
            row.customer,
            row.account,
            row.channel,
            row.address,
            row.wallTime,
            row.bootID,
            row.bootTime,
            row.isReply
        )
    }

    private static let insertRow = SQL(
        "INSERT INTO ledger (\(LedgerRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )

    func release(delivery: String) throws(StoreError) {
        try connection.run(Self.releaseLast, delivery)
    }

    /// Only the last try is proven not to have reached anybody; an earlier one of unknown end goes on counting.
    private static let releaseLast = SQL(
        """
        UPDATE ledger SET is_released = 1
        WHERE number = (SELECT number FROM ledger WHERE delivery = ? ORDER BY number DESC LIMIT 1)
        """
    )
}
