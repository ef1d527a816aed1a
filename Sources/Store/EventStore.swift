public import Core

/// What we must not lose.
///
/// One protocol of domain verbs; SQLite and PostgreSQL stand behind it and pass one contract.
public protocol EventStore: Sendable {
    /// Runs `work` in one transaction and returns after it is durable (fsync done). Work that queued while the last
    /// sync ran shares the next commit; each piece still succeeds or fails alone. A throw rolls back that piece only.
    /// - Throws: what `work` threw, or why the commit failed. After a failed sync the store refuses everything.
    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Appends a verified request in a transaction of its own and returns after it is durable.
    ///
    /// As ``write(_:)`` with nothing but ``StoreTransaction/append(_:connector:items:)``, which an engine may do at a
    /// lower price: every webhook comes this way.
    func append(
        _ webhook: RawWebhook,
        connector: String,
        items: [ItemKey]
    ) async throws(StoreError) -> Receipt

    /// Runs `work` on a snapshot that no write changes.
    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreReading) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Finishes what is queued, then closes. Later calls throw ``StoreError/closed``.
    func close() async
}

extension EventStore {
    /// Appends in a transaction as any other.
    public func append(
        _ webhook: RawWebhook,
        connector: String,
        items: [ItemKey]
    ) async throws(StoreError) -> Receipt {
        try await write { (tx) throws(StoreError) in try tx.append(webhook, connector: connector, items: items) }
    }
}

/// Why the store could not do it.
///
/// Text never holds a value from a row.
public enum StoreError: Error, Sendable, Equatable {
    /// No space, or a file size limit: answer 503; what is stored stays.
    case full
    /// The disk or a sync failed: stop acknowledging, exit, recover.
    case io(code: Int)
    /// The file is not a database of ours or is damaged.
    case corrupt
    /// Somebody else holds the file.
    case busy
    /// The store was closed.
    case closed
    /// A newer version wrote this database.
    case newerSchema(Int)
    /// A row that we wrote cannot be read back; names the table.
    case unreadableRow(String)
    /// The work itself asked to be undone, as a plan does.
    case abandoned
    /// A statement was refused; SQL and engine code, no values.
    case statement(code: Int, sql: String)
}

/// What may be asked on a snapshot.
public protocol StoreReading {
    /// The stored request with this number, or nil.
    func webhook(_ number: Int64) throws(StoreError) -> JournaledWebhook?
    /// The oldest items nobody has read yet, in order of arrival.
    func pendingItems(limit: Int) throws(StoreError) -> [PendingItem]
    /// Receipts, newest first, below `before` when given.
    func receipts(source: String?, before: Int64?, limit: Int) throws(StoreError) -> [Receipt]
    /// What waits in quarantine, newest first, below `before` when given.
    func quarantined(before: Int64?, limit: Int) throws(StoreError) -> [Quarantined]

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

/// What may be done inside a transaction.
///
/// Everything read here sees what was written here.
public protocol StoreTransaction: StoreReading {
    /// Appends a verified request and its items. An item whose (source, key) is already known is not appended
    /// again: its duplicate count goes up, and when its body differs, the second body goes to quarantine as a
    /// conflict. A request with no new item is not stored.
    func append(_ webhook: RawWebhook, connector: String, items: [ItemKey]) throws(StoreError) -> Receipt
    /// Keeps a rejected request or an unreadable item with its reason. Returns its number. Rejected requests are
    /// bounded: above `Quarantined.limit` the oldest of stage `verify` of the same source give way.
    func quarantine(_ entry: Quarantined) throws(StoreError) -> Int64
    /// Marks an item as read: `done`, `ignored` or `unreadable`.
    func finish(item: Int64, as state: ItemState) throws(StoreError)

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
}
