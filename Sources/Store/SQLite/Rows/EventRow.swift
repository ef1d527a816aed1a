import Core

extension Event: RowReadable {
    static var table: String { "events" }
    static let columns = """
        id, source, type, time, recorded, customer, account, channel, direction, address, identifiers, delivery, cause,
        read_by, policy, data
        """

    init(row: inout Row) throws(StoreError) {
        self.init(
            id: row.text(),
            source: row.text(),
            type: EventType(rawValue: row.text()),
            time: row.time(),
            recorded: row.time(),
            customer: row.textIfAny(),
            account: try row.accountIfAny(),
            channel: row.textIfAny().map(Channel.init(rawValue:)),
            direction: try row.wordIfAny(),
            address: row.textIfAny(),
            identifiers: try row.identifiers(),
            delivery: row.textIfAny(),
            cause: row.textIfAny(),
            readBy: row.text(),
            policy: row.textIfAny(),
            data: try row.object()
        )
    }

    /// The provider's id of the message, call or payment it is about.
    var message: String? {
        (data["message"] ?? data["call"] ?? data["payment"] ?? data["payment_link"])?.string
    }

    /// Its identifiers as stored: a JSON array of `kind:value`.
    var identifierList: JSON {
        .array(identifiers.map { .string("\($0.kind.rawValue):\($0.value)") })
    }
}

extension Identifier: RowReadable {
    static var table: String { "identifiers" }

    init(row: inout Row) throws(StoreError) {
        let identifier = Identifier(kind: try row.word(), stored: row.text())
        self = identifier
    }
}

extension Row {
    /// Identifiers as ``Event/identifierList`` writes them.
    fileprivate mutating func identifiers() throws(StoreError) -> [Identifier] {
        var identifiers: [Identifier] = []
        for text in try json().array ?? [] {
            guard let identifier = text.string.flatMap({ Identifier(stored: $0) }) else { throw unreadable }
            identifiers.append(identifier)
        }
        return identifiers
    }
}
