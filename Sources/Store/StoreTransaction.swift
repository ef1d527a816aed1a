public import Core

/// What may be done inside a transaction.
///
/// Everything read here sees what was written here.
public protocol StoreTransaction: StoreReading {
    /// Appends a verified request and its items. An item whose (source, key) is already known is not appended
    /// again: its duplicate count goes up, and when its body differs, the second body goes to quarantine as a
    /// conflict. A request with no new item is not stored.
    func append(_ webhook: RawWebhook, connector: String, items: [ItemKey]) throws(StoreError) -> Receipt
    /// Marks an item as read: `done`, `ignored` or `unreadable`.
    func finish(item: Int64, as state: ItemState) throws(StoreError)
    /// Has an item read again that was `unreadable` or `ignored`. One that was read well stays as it is.
    func reopen(item: Int64) throws(StoreError)

    /// Lets an item that is pending or waits already wait for its provider's record until `until`.
    func await(item: Int64, until: Timestamp, attempts: Int, reason: String?) throws(StoreError)
    /// Keeps a provider's record for an item, in place of an earlier one. An item that waited is pending again.
    func keep(fetched: JSON, for item: Int64, at: Timestamp) throws(StoreError)
    /// Inserts or replaces the cursor with its name.
    func save(_ cursor: Cursor) throws(StoreError)
    /// Inserts or replaces the record of its source and name.
    func save(_ record: FileRecord) throws(StoreError)

    /// Keeps a rejected request or an unreadable item with its reason. Returns its number. Rejected requests, those of
    /// stage `verify`, are bounded as ``QuarantineBounds`` says: of the same source, then of the source that holds
    /// most, the oldest give way.
    func quarantine(_ entry: Quarantined) throws(StoreError) -> Int64
    /// Takes an entry out of quarantine, whatever its stage. False when there is none.
    @discardableResult
    func remove(quarantined number: Int64) throws(StoreError) -> Bool

    /// Makes a customer.
    func create(customer: String, at time: Timestamp) throws(StoreError)
    /// Points an identifier to a customer; an identifier that points somewhere stays there.
    /// Returns the customer it points to.
    func link(_ identifier: Identifier, to customer: String, at time: Timestamp) throws(StoreError) -> String
    /// Puts an event on the timeline. False when (source, id) is already there.
    func insert(_ event: Event) throws(StoreError) -> Bool
    /// Gives events that arrived before we knew whose message they report on to the delivery's customer.
    func adopt(message: String, source: String, for delivery: Delivery) throws(StoreError)

    /// Inserts or replaces a run.
    func save(_ run: Run) throws(StoreError)
    /// Makes a run due at `time`, if it has not ended.
    func wake(run: String, at time: Timestamp) throws(StoreError)

    /// Queues a delivery. False when its id is already there.
    func enqueue(_ delivery: Delivery) throws(StoreError) -> Bool
    /// Takes queued deliveries that are due, earliest first, raising their fence.
    func claimDue(at now: Timestamp, limit: Int) throws(StoreError) -> [Delivery]
    /// Replaces a delivery if its fence is still the one given; false when somebody else has it now.
    func update(_ delivery: Delivery) throws(StoreError) -> Bool
    /// Deliveries left dispatching by a crash or by an owner whose claim is older than `before`.
    func strandedDeliveries(claimedBefore: Timestamp) throws(StoreError) -> [Delivery]
    /// Counts a contact from now on.
    func reserve(_ row: LedgerRow) throws(StoreError)
    /// Takes a contact out of the count: only with proof that it did not reach anybody.
    func release(delivery: String) throws(StoreError)

    /// Stores a decision with the proposal it answers.
    func record(decision id: String, customer: String, at: Timestamp, json: JSON) throws(StoreError)
    /// Remembers an answer under an idempotency key.
    func remember(_ answer: RememberedAnswer, key: String, at: Timestamp) throws(StoreError)
    /// Forgets what was remembered under a key.
    func forget(key: String) throws(StoreError)
    /// Forgets nonces, which are remembered under keys that begin with ``RememberedAnswer/nonceMark`` at the time of their
    /// end, when that has passed: the oldest first.
    func forgetNonces(before now: Timestamp, limit: Int) throws(StoreError)
}
