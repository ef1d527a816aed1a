import Core

extension SQLiteTransaction {
    func forget(key: String) throws(StoreError) {
        try connection.run(Self.deleteAnswer, key)
    }

    private static let deleteAnswer = SQL("DELETE FROM answers WHERE key = ?")

    func forgetNonces(before now: Timestamp, limit: Int) throws(StoreError) {
        try connection.run(Self.deleteNonces, now, max(0, limit))
    }

    /// The index has nonces only.
    private static let deleteNonces = SQL(
        """
        DELETE FROM answers WHERE key IN (
            SELECT key FROM answers INDEXED BY answers_nonces
            WHERE key >= 'nonce:' AND key < 'nonce;' AND at < ? ORDER BY at LIMIT ?
        )
        """
    )
}
