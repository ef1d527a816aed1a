import Core

extension RawWebhook {
    static let columns = "source, method, url, headers, body, received"

    init(row: inout Row) throws(StoreError) {
        self.init(
            source: row.text(),
            method: row.text(),
            url: row.text(),
            headers: try row.headers(),
            body: row.bytes(),
            received: row.time()
        )
    }
}

extension JournaledWebhook: RowReadable {
    static var table: String { "webhooks" }
    static let columns = "number, \(RawWebhook.columns), connector"

    init(row: inout Row) throws(StoreError) {
        self.init(number: row.int(), webhook: try RawWebhook(row: &row), connector: row.text())
    }
}

extension PendingItem: RowReadable {
    static var table: String { "items" }
    static let columns = "number, webhook, idx, source, key"

    init(row: inout Row) {
        self.init(
            number: row.int(),
            webhook: row.int(),
            index: Int(row.int()),
            source: row.text(),
            key: row.digestText()
        )
    }
}

extension Receipt: RowReadable {
    static var table: String { "webhooks" }
    /// Items of one webhook have numbers one behind the other.
    static let columns = """
        number, source, received, items,
        (SELECT coalesce(sum(duplicates), 0) FROM items WHERE number >= first_item AND number < first_item + w.items),
        (SELECT count(*) FROM quarantine INDEXED BY quarantine_conflicts
            WHERE stage = 'conflict' AND item >= first_item AND item < first_item + w.items)
        """

    init(row: inout Row) {
        self.init(
            number: row.int(),
            source: row.text(),
            received: row.time(),
            accepted: Int(row.int()),
            duplicates: Int(row.int()),
            conflicts: Int(row.int())
        )
    }
}

/// An item that came again.
struct KnownItem: RowReadable {
    static let table = "items"
    let number: Int64
    let digest: String

    init(row: inout Row) {
        number = row.int()
        digest = row.digestText()
    }
}
