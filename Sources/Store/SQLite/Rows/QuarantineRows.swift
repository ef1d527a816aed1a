import Core

extension Quarantined: RowReadable {
    static var table: String { "quarantine" }
    static let columns = "number, stage, reason, item, \(RawWebhook.columns), peer, client_subject"

    /// Bytes an entry counts for; `length` of a text would count characters.
    static let weight = "length(body) + length(CAST(headers AS BLOB)) + length(CAST(url AS BLOB)) + \(overhead)"

    init(row: inout Row) throws(StoreError) {
        self.init(
            number: row.int(),
            stage: try row.word(),
            reason: row.text(),
            item: row.intIfAny(),
            webhook: try RawWebhook(row: &row)
        )
        webhook = webhook.from(peer: row.textIfAny(), clientSubject: row.textIfAny())
    }
}

extension Quarantined.Outline: RowReadable {
    static var table: String { "quarantine" }
    static let columns = "number, stage, reason, item, source, method, received, length(body)"

    init(row: inout Row) throws(StoreError) {
        self.init(
            number: row.int(),
            stage: try row.word(),
            reason: row.text(),
            item: row.intIfAny(),
            source: row.text(),
            method: row.text(),
            received: row.time(),
            bytes: row.int()
        )
    }
}

extension RawWebhook {
    fileprivate func from(peer: String?, clientSubject: String?) -> RawWebhook {
        RawWebhook(
            source: source,
            method: method,
            url: url,
            headers: headers,
            body: body,
            received: received,
            peer: peer,
            clientSubject: clientSubject
        )
    }
}

/// An entry that came or went, as far as sizes are concerned.
struct QuarantineChange: RowReadable {
    static let table = "quarantine"
    static let columns = "number, source, stage, \(Quarantined.weight)"
    let number: Int64
    let source: String
    let stage: Quarantined.Stage
    let bytes: Int64

    init(row: inout Row) throws(StoreError) {
        number = row.int()
        source = row.text()
        stage = try row.word()
        bytes = row.int()
    }
}

/// How many entries there are of a source and stage, or of a stage, and how many bytes they count for.
struct QuarantineSize: RowReadable {
    static let table = "quarantine_sizes"
    var entries: Int64
    var bytes: Int64

    init(row: inout Row) {
        entries = row.int()
        bytes = row.int()
    }
}
