import Core

extension SQLiteSnapshot {
    func delivery(_ id: String) throws(StoreError) -> Delivery? {
        try connection.first(Self.selectDelivery, id)
    }

    private static let selectDelivery = SQL("SELECT \(Delivery.columns) FROM deliveries WHERE id = ?")

    func delivery(source: String, providerID: String) throws(StoreError) -> Delivery? {
        try connection.first(Self.selectByProviderID, source, providerID)
    }

    /// The newest, should a provider have given one id to two calls.
    private static let selectByProviderID = SQL(
        """
        SELECT \(Delivery.columns) FROM deliveries WHERE source = ? AND provider_id = ?
        ORDER BY number DESC LIMIT 1
        """
    )

    func queuedContacts(of customer: String) throws(StoreError) -> [Delivery] {
        try connection.all(Self.selectQueuedContacts, customer)
    }

    private static let selectQueuedContacts = SQL(
        """
        SELECT \(Delivery.columns) FROM deliveries INDEXED BY deliveries_by_customer
        WHERE customer = ? AND state = 'queued' AND kind = 'contact' ORDER BY due, id
        """
    )

    func deliveries(state: Delivery.State?, limit: Int) throws(StoreError) -> [Delivery] {
        guard let state else { return try connection.all(Self.selectNewest, max(0, limit)) }
        return try connection.all(Self.selectNewestInState, state, max(0, limit))
    }

    private static let selectNewest = SQL("SELECT \(Delivery.columns) FROM deliveries ORDER BY number DESC LIMIT ?")

    private static let selectNewestInState = SQL(
        "SELECT \(Delivery.columns) FROM deliveries WHERE state = ? ORDER BY number DESC LIMIT ?"
    )

    func nextDue() throws(StoreError) -> Timestamp? {
        try connection.first(Self.selectNextDue).map(Timestamp.init(microseconds:))
    }

    private static let selectNextDue = SQL(
        "SELECT due FROM deliveries INDEXED BY deliveries_due WHERE state = 'queued' ORDER BY due LIMIT 1"
    )
}
