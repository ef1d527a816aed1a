import Core

extension SQLiteTransaction {
    func enqueue(_ delivery: Delivery) throws(StoreError) -> Bool {
        try connection.run(
            Self.insertDelivery,
            delivery.id,
            delivery.kind,
            delivery.customer,
            delivery.account,
            delivery.creditor,
            delivery.channel,
            delivery.address,
            delivery.source,
            delivery.action,
            delivery.input,
            delivery.purpose,
            delivery.due,
            delivery.created,
            delivery.template,
            delivery.run,
            delivery.cause,
            delivery.isReply,
            delivery.state,
            delivery.expires,
            delivery.attempts,
            delivery.fence,
            delivery.providerID,
            delivery.result,
            delivery.lastError
        ) == 1
    }

    private static let insertDelivery = SQL(
        """
        INSERT INTO deliveries (\(Delivery.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        """
    )

    func claimDue(at now: Timestamp, limit: Int) throws(StoreError) -> [Delivery] {
        // RETURNING promises no order
        try connection.all(Self.claim, now, max(0, limit)).sorted(by: Delivery.isDueEarlier)
    }

    /// The index is named because the planner would rather sort everything that is queued.
    private static let claim = SQL(
        """
        UPDATE deliveries SET fence = fence + 1, claimed_at = ?1
        WHERE number IN (
            SELECT number FROM deliveries INDEXED BY deliveries_due
            WHERE state = 'queued' AND due <= ?1 ORDER BY due, id LIMIT ?2
        )
        RETURNING \(Delivery.columns)
        """
    )

    func update(_ delivery: Delivery) throws(StoreError) -> Bool {
        try connection.run(
            Self.updateDelivery,
            delivery.id,
            delivery.fence,
            delivery.kind,
            delivery.customer,
            delivery.account,
            delivery.creditor,
            delivery.channel,
            delivery.address,
            delivery.source,
            delivery.action,
            delivery.input,
            delivery.purpose,
            delivery.due,
            delivery.created,
            delivery.template,
            delivery.run,
            delivery.cause,
            delivery.isReply,
            delivery.state,
            delivery.expires,
            delivery.attempts,
            delivery.providerID,
            delivery.result,
            delivery.lastError
        ) == 1
    }

    private static let updateDelivery = SQL(
        """
        UPDATE deliveries SET
            kind = ?3, customer = ?4, account = ?5, creditor = ?6, channel = ?7, address = ?8, source = ?9,
            action = ?10, input = ?11, purpose = ?12, due = ?13, created = ?14, template = ?15, run = ?16, cause = ?17,
            is_reply = ?18, state = ?19, expires = ?20, attempts = ?21, provider_id = ?22, result = ?23,
            last_error = ?24
        WHERE id = ?1 AND fence = ?2
        """
    )

    func strandedDeliveries(claimedBefore: Timestamp) throws(StoreError) -> [Delivery] {
        try connection.all(Self.selectStranded, claimedBefore)
    }

    private static let selectStranded = SQL(
        """
        SELECT \(Delivery.columns) FROM deliveries INDEXED BY deliveries_dispatching
        WHERE state = 'dispatching' AND coalesce(claimed_at, created) < ? ORDER BY claimed_at, number
        """
    )
}
