import Core

extension SQLiteSnapshot {
    func customer(holding identifier: Identifier) throws(StoreError) -> String? {
        try connection.first(Self.selectHolder, identifier.kind, identifier.value)
    }

    private static let selectHolder = SQL("SELECT customer FROM identifiers WHERE kind = ? AND value = ?")

    func exists(customer: String) throws(StoreError) -> Bool {
        let found: Int64? = try connection.first(Self.selectCustomer, customer)
        return found != nil
    }

    private static let selectCustomer = SQL("SELECT 1 FROM customers WHERE id = ?")

    func identifiers(of customer: String) throws(StoreError) -> [Identifier] {
        try connection.all(Self.selectIdentifiers, customer)
    }

    private static let selectIdentifiers = SQL(
        "SELECT kind, value FROM identifiers WHERE customer = ? ORDER BY place"
    )
}

extension SQLiteTransaction {
    func create(customer: String, at time: Timestamp) throws(StoreError) {
        try connection.run(Self.insertCustomer, customer, time)
    }

    private static let insertCustomer = SQL(
        "INSERT INTO customers (id, created) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
    )

    func link(_ identifier: Identifier, to customer: String, at time: Timestamp) throws(StoreError) -> String {
        if let holder = try self.customer(holding: identifier) { return holder }
        try connection.run(Self.insertIdentifier, identifier.kind, identifier.value, customer, time)
        return customer
    }

    private static let insertIdentifier = SQL(
        """
        INSERT INTO identifiers (kind, value, customer, linked, place)
        SELECT ?1, ?2, ?3, ?4, coalesce(max(place), 0) + 1 FROM identifiers WHERE customer = ?3
        """
    )
}
