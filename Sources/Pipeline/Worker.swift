public import Core
public import Logging
public import Store

/// Reads what the journal holds and moves runs whose time has come.
///
/// One of it runs per daemon; what it has done is in the store, so that it may stop anywhere.
public struct Worker: Sendable {
    /// Items read and recorded in one transaction.
    ///
    /// Small, so that webhooks do not wait behind it.
    static let batch = 32

    private let store: any EventStore
    private let normalizer: Normalizer
    private let timeline: Timeline
    private let clock: any WallClock
    private let nudge: Nudge
    private let onDeliveries: @Sendable () -> Void
    private let log: Logger

    /// A worker; `onDeliveries` is called when there may be something to send.
    public init(
        configuration: Configuration,
        store: any EventStore,
        clock: any WallClock,
        ids: IDSource,
        nudge: Nudge,
        log: Logger,
        onDeliveries: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.clock = clock
        self.nudge = nudge
        self.log = log
        self.onDeliveries = onDeliveries
        normalizer = Normalizer(sources: configuration.sources)
        timeline = Timeline(configuration: configuration, ids: ids)
    }

    /// Works until the nudge is finished or the task is cancelled.
    public func run() async {
        await nudge.onRing { await round() }
    }

    private func round() async {
        do throws(StoreError) {
            while try await readSome(), !Task.isCancelled {}
            while try await moveSome(), !Task.isCancelled {}
        } catch {
            log.error("reading stopped", metadata: ["reason": "\(error)"])
        }
    }

    /// Reads the oldest items.
    ///
    /// False when there are none.
    private func readSome() async throws(StoreError) -> Bool {
        let pending = try await store.read { (tx) throws(StoreError) in try Self.pending(tx) }
        guard !pending.isEmpty else { return false }
        let read = pending.flatMap { normalizer.read($0.1, of: $0.0) }
        for start in stride(from: 0, to: read.count, by: Self.batch) {
            try await record(Array(read[start..<min(start + Self.batch, read.count)]))
            await giveWay()
        }
        onDeliveries()
        return true
    }

    /// Lets webhooks go first: while many arrive, the writer is theirs two thirds of the time.
    private func giveWay() async {
        if nudge.takeCount() > Self.batch { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Records items together; when one of them cannot be recorded, each by itself, so that it stops no other.
    private func record(_ items: [ReadItem]) async throws(StoreError) {
        do throws(StoreError) {
            try await write(items)
        } catch {
            guard error.isAboutOneRow else { throw error }
            if items.count > 1 {
                for item in items { try await record([item]) }
            } else if var item = items.first {
                log.error(
                    "an item cannot be recorded",
                    metadata: ["item": "\(item.item.number)", "reason": "\(error)"]
                )
                item.reading = .unreadable("it cannot be recorded: \(error)")
                try await write([item])
            }
        }
    }

    private func write(_ items: [ReadItem]) async throws(StoreError) {
        let now = clock.now
        try await store.write { [timeline] (tx) throws(StoreError) in
            try timeline.record(items, turn: timeline.turn(tx, at: now))
        }
    }

    private static func pending(_ tx: any StoreReading) throws(StoreError) -> [(JournaledWebhook, [PendingItem])] {
        var groups: [(JournaledWebhook, [PendingItem])] = []
        for item in try tx.pendingItems(limit: 1024) {
            if let last = groups.last, last.0.number == item.webhook {
                groups[groups.count - 1].1.append(item)
            } else if let webhook = try tx.webhook(item.webhook) {
                groups.append((webhook, [item]))
            }
        }
        return groups
    }

    /// Moves runs that are due.
    ///
    /// False when there are none.
    private func moveSome() async throws(StoreError) -> Bool {
        let now = clock.now
        let moved = try await store.write { [timeline] (tx) throws(StoreError) in
            let due = try tx.dueRuns(at: now, limit: Self.batch)
            let engine = RunEngine(turn: timeline.turn(tx, at: now))
            for run in due { try engine.wake(run) }
            return due.count
        }
        if moved > 0 { onDeliveries() }
        return moved == Self.batch
    }
}

extension StoreError {
    /// Whether the next row may fare better: the store itself is well.
    fileprivate var isAboutOneRow: Bool {
        switch self {
        case .unreadableRow, .statement: true
        default: false
        }
    }
}
