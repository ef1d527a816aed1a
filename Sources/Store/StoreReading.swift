public import Core

/// What may be asked on a snapshot.
public protocol StoreReading {
    /// The stored request with this number, or nil.
    func webhook(_ number: Int64) throws(StoreError) -> JournaledWebhook?
    /// The oldest items nobody has read yet, in order of arrival.
    func pendingItems(limit: Int) throws(StoreError) -> [PendingItem]
    /// Receipts, newest first, below `before` when given.
    func receipts(source: String?, before: Int64?, limit: Int) throws(StoreError) -> [Receipt]
    /// The item with this number, whether it was read or not.
    func item(_ number: Int64) throws(StoreError) -> PendingItem?
    /// The number of a journaled item; nil when its source never sent one with this key.
    func item(source: String, key: String) throws(StoreError) -> Int64?

    /// Items whose provider should be asked for its record now, earliest first.
    func awaitingItems(at now: Timestamp, limit: Int) throws(StoreError) -> [AwaitingItem]
    /// When the next provider should be asked.
    func nextAwaited() throws(StoreError) -> Timestamp?
    /// Items that wait for a provider's record, newest first, below the item number `before` when given.
    func awaiting(before: Int64?, limit: Int) throws(StoreError) -> [AwaitingItem]
    /// The provider's record that was kept for an item.
    func fetched(for item: Int64) throws(StoreError) -> JSON?
    /// The cursor with this name.
    func cursor(_ name: String) throws(StoreError) -> Cursor?
    /// What the latest row about a record of a source's files was.
    func fileRecord(source: String, name: String) throws(StoreError) -> FileRecord?

    /// The entry of the quarantine with this number.
    func quarantined(_ number: Int64) throws(StoreError) -> Quarantined?
    /// What waits in quarantine, newest first, below `before` when given: whole, with bodies of any length.
    func quarantined(
        matching filter: QuarantineFilter,
        before: Int64?,
        limit: Int
    ) throws(StoreError) -> [Quarantined]
    /// As ``quarantined(matching:before:limit:)`` without what the entries were sent with.
    func quarantineOutlines(
        matching filter: QuarantineFilter,
        before: Int64?,
        limit: Int
    ) throws(StoreError) -> [Quarantined.Outline]

    /// The customer that holds an identifier.
    func customer(holding identifier: Identifier) throws(StoreError) -> String?
    /// Whether a customer exists.
    func exists(customer: String) throws(StoreError) -> Bool
    /// The customer's identifiers in the order they were linked.
    func identifiers(of customer: String) throws(StoreError) -> [Identifier]
    /// A piece of the timeline in its order, behind `after` when given.
    func timeline(of customer: String, after: TimelineCursor?, limit: Int) throws(StoreError) -> [Event]
    /// The event with this source and id.
    func event(source: String, id: String) throws(StoreError) -> Event?
    /// Everything known about a customer: the fold over timeline and ledger.
    func facts(of customer: String) throws(StoreError) -> CustomerFacts

    /// The runs of a customer that have not ended.
    func activeRuns(of customer: String) throws(StoreError) -> [Run]
    /// Runs of one account in one playbook, ended ones too, newest first.
    func runs(of account: AccountKey, playbook: String) throws(StoreError) -> [Run]
    /// Runs whose wake time has come, earliest first.
    func dueRuns(at now: Timestamp, limit: Int) throws(StoreError) -> [Run]

    /// The delivery with this id.
    func delivery(_ id: String) throws(StoreError) -> Delivery?
    /// The delivery a provider knows by this id.
    func delivery(source: String, providerID: String) throws(StoreError) -> Delivery?
    /// Queued deliveries of kind contact for a customer.
    func queuedContacts(of customer: String) throws(StoreError) -> [Delivery]
    /// Deliveries, newest first, in one state when given.
    func deliveries(state: Delivery.State?, limit: Int) throws(StoreError) -> [Delivery]
    /// When the next queued delivery is due.
    func nextDue() throws(StoreError) -> Timestamp?

    /// A stored decision as JSON, with its proposal.
    func decision(_ id: String) throws(StoreError) -> JSON?
    /// What was answered to a request with this key, if there was one.
    func remembered(key: String) throws(StoreError) -> RememberedAnswer?
    /// Sizes of the queues at an instant.
    func counts(at now: Timestamp) throws(StoreError) -> StoreCounts
}

extension StoreReading {
    /// What waits in quarantine, newest first, below `before` when given.
    public func quarantined(before: Int64?, limit: Int) throws(StoreError) -> [Quarantined] {
        try quarantined(matching: QuarantineFilter(), before: before, limit: limit)
    }
}
