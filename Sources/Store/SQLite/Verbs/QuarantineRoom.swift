import Core

/// How full the quarantine is.
///
/// Kept apart: counting entries each time would let a flood of forgeries slow everybody down.
extension SQLiteTransaction {
    /// Counts an entry that came (1) or went (-1).
    func resize(by change: QuarantineChange, count: Int64) throws(StoreError) {
        let bytes = change.bytes * count
        try connection.run(Self.changeSize, change.source, change.stage, count, bytes)
        try connection.run(Self.changeTotal, change.stage, count, bytes, change.number)
    }

    private static let changeSize = SQL(
        """
        INSERT INTO quarantine_sizes (source, stage, size, bytes) VALUES (?, ?, ?, ?)
        ON CONFLICT (source, stage) DO UPDATE SET size = size + excluded.size, bytes = bytes + excluded.bytes
        """
    )

    private static let changeTotal = SQL(
        """
        INSERT INTO quarantine_totals (stage, size, bytes, highest) VALUES (?, ?, ?, ?)
        ON CONFLICT (stage) DO UPDATE SET
            size = size + excluded.size, bytes = bytes + excluded.bytes, highest = max(highest, excluded.highest)
        """
    )

    /// Lets refused requests go until the bounds hold: the oldest of `source`, then of whichever source holds most.
    func makeRoom(in source: String) throws(StoreError) {
        while let size = try size(of: source), size.entries > bounds.entries || size.bytes > bounds.bytes {
            guard try dropOldestRefused(of: source) else { break }
        }
        while let total = try totalSize(), total.bytes > bounds.totalBytes, let biggest = try biggestSource() {
            guard try dropOldestRefused(of: biggest) else { break }
        }
    }

    private func size(of source: String) throws(StoreError) -> QuarantineSize? {
        try connection.first(Self.selectSize, source)
    }

    private static let selectSize = SQL(
        "SELECT size, bytes FROM quarantine_sizes WHERE source = ? AND stage = 'verify'"
    )

    private func totalSize() throws(StoreError) -> QuarantineSize? {
        try connection.first(Self.selectTotal)
    }

    private static let selectTotal = SQL("SELECT size, bytes FROM quarantine_totals WHERE stage = 'verify'")

    private func biggestSource() throws(StoreError) -> String? {
        try connection.first(Self.selectBiggest)
    }

    private static let selectBiggest = SQL(
        "SELECT source FROM quarantine_sizes WHERE stage = 'verify' ORDER BY bytes DESC LIMIT 1"
    )

    /// False when there is none.
    private func dropOldestRefused(of source: String) throws(StoreError) -> Bool {
        let change: QuarantineChange? = try connection.first(Self.deleteOldest, source)
        if let change { try resize(by: change, count: -1) }
        return change != nil
    }

    private static let deleteOldest = SQL(
        """
        DELETE FROM quarantine
        WHERE number = (SELECT number FROM quarantine WHERE stage = 'verify' AND source = ? ORDER BY number LIMIT 1)
        RETURNING \(QuarantineChange.columns)
        """
    )
}
