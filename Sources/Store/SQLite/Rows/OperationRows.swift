import Core

extension RememberedAnswer: RowReadable {
    static var table: String { "answers" }
    static let columns = "digest, status, body"

    init(row: inout Row) {
        self.init(digest: row.text(), status: Int(row.int()), body: row.bytes())
    }
}

/// A decision's JSON.
struct StoredDecision: RowReadable {
    static let table = "decisions"
    let json: JSON

    init(row: inout Row) throws(StoreError) {
        json = try row.json()
    }
}

/// How many deliveries are in a state.
struct StateCount: RowReadable {
    static let table = "deliveries"
    let state: String
    let count: Int64

    init(row: inout Row) {
        state = row.text()
        count = row.int()
    }
}
