import Core

extension SQLiteSnapshot {
    func decision(_ id: String) throws(StoreError) -> JSON? {
        let stored: StoredDecision? = try connection.first(Self.selectDecision, id)
        return stored?.json
    }

    private static let selectDecision = SQL("SELECT json FROM decisions WHERE id = ?")

    func remembered(key: String) throws(StoreError) -> RememberedAnswer? {
        try connection.first(Self.selectAnswer, key)
    }

    private static let selectAnswer = SQL("SELECT \(RememberedAnswer.columns) FROM answers WHERE key = ?")

    func counts(at now: Timestamp) throws(StoreError) -> StoreCounts {
        let states: [StateCount] = try connection.all(Self.countDeliveries)
        let deliveries = Dictionary(states.map { ($0.state, $0.count) }, uniquingKeysWith: +)
        let due: Int64? = try connection.first(Self.countDueDeliveries, now)
        return StoreCounts(
            pendingItems: try connection.first(Self.countPending) ?? 0,
            awaitingItems: try connection.first(Self.countAwaiting) ?? 0,
            deliveries: deliveries,
            dueDeliveries: (due ?? 0) + deliveries[Delivery.State.dispatching.rawValue, default: 0],
            dueRuns: try connection.first(Self.countDueRuns, now) ?? 0,
            quarantined: try connection.first(Self.countQuarantined) ?? 0,
            events: try connection.first(Self.countEvents) ?? 0,
            activeRuns: try connection.first(Self.countActiveRuns) ?? 0
        )
    }

    private static let countDeliveries = SQL("SELECT state, count(*) FROM deliveries GROUP BY state")

    private static let countDueDeliveries = SQL(
        "SELECT count(*) FROM deliveries INDEXED BY deliveries_due WHERE state = 'queued' AND due <= ?"
    )

    private static let countDueRuns = SQL("SELECT count(*) FROM runs WHERE ended IS NULL AND wake <= ?")

    private static let countPending = SQL(
        "SELECT count(*) FROM items INDEXED BY items_pending WHERE state = 'pending'"
    )

    private static let countAwaiting = SQL("SELECT count(*) FROM awaiting")

    private static let countQuarantined = SQL("SELECT coalesce(sum(size), 0) FROM quarantine_totals")

    /// Events are never deleted, so the last number is their count; counting millions would take too long.
    private static let countEvents = SQL("SELECT coalesce(max(number), 0) FROM events")

    private static let countActiveRuns = SQL("SELECT count(*) FROM runs WHERE ended IS NULL")
}

extension SQLiteTransaction {
    func record(decision id: String, customer: String, at: Timestamp, json: JSON) throws(StoreError) {
        try connection.run(Self.insertDecision, id, customer, at, json)
    }

    private static let insertDecision = SQL(
        """
        INSERT INTO decisions (id, customer, at, json) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET customer = excluded.customer, at = excluded.at, json = excluded.json
        """
    )

    func remember(_ answer: RememberedAnswer, key: String, at: Timestamp) throws(StoreError) {
        try connection.run(Self.insertAnswer, key, answer.digest, answer.status, answer.body, at)
    }

    /// The first answer stays: it is the one that was given.
    private static let insertAnswer = SQL(
        """
        INSERT INTO answers (key, digest, status, body, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
        """
    )
}
