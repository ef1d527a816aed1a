import Core

extension SQLiteSnapshot {
    func timeline(of customer: String, after: TimelineCursor?, limit: Int) throws(StoreError) -> [Event] {
        let start = (time: after?.time.microseconds ?? .min, source: after?.source ?? "", id: after?.id ?? "")
        return try connection.all(Self.selectTimeline, customer, start.time, start.source, start.id, max(0, limit))
    }

    private static let selectTimeline = SQL(
        """
        SELECT \(Event.columns) FROM events WHERE customer = ? AND (time, source, id) > (?, ?, ?)
        ORDER BY time, source, id LIMIT ?
        """
    )

    func event(source: String, id: String) throws(StoreError) -> Event? {
        try connection.first(Self.selectEvent, source, id)
    }

    private static let selectEvent = SQL("SELECT \(Event.columns) FROM events WHERE source = ? AND id = ?")

    func facts(of customer: String) throws(StoreError) -> CustomerFacts {
        .fold(
            customer: customer,
            identifiers: try identifiers(of: customer),
            events: try timeline(of: customer, after: nil, limit: .max),
            ledger: try connection.all(Self.selectLedger, customer)
        )
    }

    private static let selectLedger = SQL(
        "SELECT \(LedgerRow.columns) FROM ledger WHERE customer = ? AND is_released = 0 ORDER BY number"
    )
}

extension SQLiteTransaction {
    func insert(_ event: Event) throws(StoreError) -> Bool {
        try connection.run(
            Self.insertEvent,
            event.id,
            event.source,
            event.type,
            event.time,
            event.recorded,
            event.customer,
            event.account,
            event.channel,
            event.direction,
            event.address,
            event.identifierList,
            event.delivery,
            event.cause,
            event.readBy,
            event.policy,
            event.data,
            event.message
        ) == 1
    }

    private static let insertEvent = SQL(
        """
        INSERT INTO events (\(Event.columns), message)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (source, id) DO NOTHING
        """
    )

    func adopt(message: String, source: String, for delivery: Delivery) throws(StoreError) {
        try connection.run(
            Self.adoptByMessage,
            delivery.customer,
            delivery.account,
            delivery.id,
            source,
            message
        )
        try connection.run(
            Self.adoptOfCustomer,
            delivery.customer,
            delivery.account,
            delivery.id,
            source,
            message
        )
        try connection.run(Self.adoptByDelivery, delivery.customer, delivery.account, delivery.id)
    }

    private static let adoptByMessage = SQL(
        """
        UPDATE events SET customer = ?, account = coalesce(account, ?), delivery = ?
        WHERE source = ? AND message = ? AND customer IS NULL
        """
    )

    /// What already found its way to the customer, by a telephone number for example, but not to the delivery.
    private static let adoptOfCustomer = SQL(
        """
        UPDATE events SET account = coalesce(account, ?2), delivery = ?3
        WHERE customer = ?1 AND source = ?4 AND message = ?5 AND delivery IS NULL
        """
    )

    private static let adoptByDelivery = SQL(
        "UPDATE events SET customer = ?, account = coalesce(account, ?) WHERE delivery = ? AND customer IS NULL"
    )
}
