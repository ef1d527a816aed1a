/// Sizes of the queues, for metrics and readiness.
public struct StoreCounts: Sendable {
    /// Items nobody has read yet.
    public var pendingItems: Int64
    /// Items that wait for their provider's record.
    public var awaitingItems: Int64
    /// Deliveries by state.
    public var deliveries: [String: Int64]
    /// Deliveries under way, or queued and due.
    public var dueDeliveries: Int64
    /// Runs whose wake time has come.
    public var dueRuns: Int64
    /// Entries in quarantine.
    public var quarantined: Int64
    /// Events on timelines.
    public var events: Int64
    /// Runs that have not ended.
    public var activeRuns: Int64

    /// Counts.
    public init(
        pendingItems: Int64,
        awaitingItems: Int64,
        deliveries: [String: Int64],
        dueDeliveries: Int64,
        dueRuns: Int64,
        quarantined: Int64,
        events: Int64,
        activeRuns: Int64
    ) {
        self.pendingItems = pendingItems
        self.awaitingItems = awaitingItems
        self.deliveries = deliveries
        self.dueDeliveries = dueDeliveries
        self.dueRuns = dueRuns
        self.quarantined = quarantined
        self.events = events
        self.activeRuns = activeRuns
    }
}
