import Core

extension SQLiteSnapshot {
    func cursor(_ name: String) throws(StoreError) -> Cursor? {
        try connection.first(Self.selectCursor, name)
    }

    private static let selectCursor = SQL("SELECT \(Cursor.columns) FROM cursors WHERE name = ?")

    func fileRecord(source: String, name: String) throws(StoreError) -> FileRecord? {
        try connection.first(Self.selectFileRecord, source, name)
    }

    private static let selectFileRecord = SQL(
        "SELECT \(FileRecord.columns) FROM file_records WHERE source = ? AND name = ?"
    )
}

extension SQLiteTransaction {
    func save(_ cursor: Cursor) throws(StoreError) {
        try connection.run(Self.upsertCursor, cursor.name, cursor.value, cursor.at)
    }

    private static let upsertCursor = SQL(
        """
        INSERT INTO cursors (\(Cursor.columns)) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at
        """
    )

    func save(_ record: FileRecord) throws(StoreError) {
        try connection.run(
            Self.upsertFileRecord,
            record.source,
            record.name,
            DigestText(record.digest),
            record.version
        )
    }

    private static let upsertFileRecord = SQL(
        """
        INSERT INTO file_records (\(FileRecord.columns)) VALUES (?, ?, ?, ?)
        ON CONFLICT (source, name) DO UPDATE SET digest = excluded.digest, version = excluded.version
        """
    )
}
