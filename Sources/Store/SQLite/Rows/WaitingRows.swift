import Core

extension AwaitingItem: RowReadable {
    static var table: String { "awaiting" }
    static let columns = "\(PendingItem.columns), due, attempts, reason"

    init(row: inout Row) {
        self.init(
            item: PendingItem(row: &row),
            due: row.time(),
            attempts: Int(row.int()),
            reason: row.textIfAny()
        )
    }
}

extension Cursor: RowReadable {
    static var table: String { "cursors" }
    static let columns = "name, value, at"

    init(row: inout Row) {
        self.init(name: row.text(), value: row.text(), at: row.time())
    }
}

extension FileRecord: RowReadable {
    static var table: String { "file_records" }
    static let columns = "source, name, digest, version"

    init(row: inout Row) {
        self.init(source: row.text(), name: row.text(), digest: row.digestText(), version: Int(row.int()))
    }
}

/// A provider's record.
struct FetchedRecord: RowReadable {
    static let table = "fetched"
    let json: JSON

    init(row: inout Row) throws(StoreError) {
        json = try row.json()
    }
}
