import Core

extension Delivery: RowReadable {
    static var table: String { "deliveries" }
    static let columns = """
        id, kind, customer, account, creditor, channel, address, source, action, input, purpose, due, created,
        template, run, cause, is_reply, state, expires, attempts, fence, provider_id, result, last_error
        """

    init(row: inout Row) throws(StoreError) {
        self.init(
            id: row.text(),
            kind: try row.word(),
            customer: row.text(),
            account: try row.accountIfAny(),
            creditor: row.text(),
            channel: Channel(rawValue: row.text()),
            address: row.textIfAny(),
            source: row.text(),
            action: row.text(),
            input: try row.object(),
            purpose: row.text(),
            due: row.time(),
            created: row.time()
        )
        template = row.textIfAny()
        run = row.textIfAny()
        cause = row.textIfAny()
        isReply = row.bool()
        state = try row.word()
        expires = row.timeIfAny()
        attempts = Int(row.int())
        fence = row.int()
        providerID = row.textIfAny()
        result = try row.object()
        lastError = row.textIfAny()
    }

    /// The order in which deliveries are claimed.
    static func isDueEarlier(_ left: Delivery, _ right: Delivery) -> Bool {
        left.due == right.due ? left.id.bytesPrecede(right.id) : left.due < right.due
    }
}

extension LedgerRow: RowReadable {
    static var table: String { "ledger" }
    static let columns = "delivery, customer, account, channel, address, wall_time, boot_id, boot_time, is_reply"

    init(row: inout Row) throws(StoreError) {
        self.init(
            delivery: row.text(),
            customer: row.text(),
            account: try row.accountIfAny(),
            channel: Channel(rawValue: row.text()),
            address: row.textIfAny(),
            wallTime: row.time(),
            bootID: row.text(),
            bootTime: row.int(),
            isReply: row.bool()
        )
    }
}
