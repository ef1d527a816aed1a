import Connectors
import Core
import Store

/// A good row: how it stood to what was stored, and what it means unless that is known.
struct RowReading: Sendable {
    let row: FileRow
    /// To what was stored when it was read.
    let standing: RowStanding
    /// Whether this very file was taken up to this row before, which another row about the same record followed.
    let isTaken: Bool
    var events: [Event] = []

    init(_ row: FileRow, _ standing: RowStanding, isTakenUpTo line: Int) {
        self.row = row
        self.standing = standing
        isTaken = row.number <= line && standing != .new
    }

    /// Whether it says something that was not known.
    var isNews: Bool { standing != .unchanged && !isTaken }
}

/// Rows that are written down together.
struct FilePiece: Sendable {
    let table: FileTable
    let source: Source
    let file: String
    /// How far the file is taken with these rows.
    let taken: TakenFile
    let received: Timestamp

    /// Appends those of the rows that are not known, and notes that they are; gives how each stood.
    func write(_ rows: [FileRow], _ tx: any StoreTransaction) throws(StoreError) -> [RowStanding] {
        var standings: [RowStanding] = []
        var new: [FileRow] = []
        var keys: [ItemKey] = []
        for row in rows {
            let standing = try tx.standing(of: row, source: source.name)
            standings.append(standing)
            if standing == .unchanged { continue }
            new.append(row)
            keys.append(ItemKey(key: row.key(version: standing.version), digest: row.item.digest))
            try save(row, version: standing.version, tx)
        }
        guard !new.isEmpty else { return standings }
        try taken.save(to: tx, source: source.name, at: received)
        let piece = table.piece(of: new, name: file, received: received).redacted
        _ = try tx.append(piece, connector: source.connector.label, items: keys)
        return standings
    }

    private func save(_ row: FileRow, version: Int, _ tx: any StoreTransaction) throws(StoreError) {
        guard let record = row.record else { return }
        try tx.save(
            FileRecord(source: source.name, name: record, digest: row.item.digest, version: version)
        )
    }
}
