import Connectors
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

    private let current: Current<Configuration>
    private let store: any EventStore
    private let clock: any WallClock
    private let ids: IDSource
    private let nudge: Nudge
    private let onAwaiting: @Sendable () -> Void
    private let onDeliveries: @Sendable () -> Void
    private let log: Logger

    /// A worker; `onAwaiting` is called when a provider must be asked for more, `onDeliveries` when there may be something
    /// to send.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        clock: any WallClock,
        ids: IDSource,
        nudge: Nudge,
        log: Logger,
        onAwaiting: @escaping @Sendable () -> Void = {},
        onDeliveries: @escaping @Sendable () -> Void
    ) {
        current = configuration
        self.store = store
        self.clock = clock
        self.ids = ids
        self.nudge = nudge
        self.log = log
        self.onAwaiting = onAwaiting
        self.onDeliveries = onDeliveries
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

    /// Reads the oldest items, all of them by one configuration: the one in force, whichever took them in.
    ///
    /// False when there are none.
    private func readSome() async throws(StoreError) -> Bool {
        let timeline = timeline()
        let thin = Set(timeline.configuration.sources.values.filter(\.connector.enrichesItems).map(\.name))
        let pending = try await store.read { (tx) throws(StoreError) in try Self.pending(tx, thin: thin) }
        guard !pending.isEmpty else { return false }
        let normalizer = Normalizer(sources: timeline.configuration.sources)
        let read = pending.flatMap { normalizer.read($0.items, of: $0.stored, fetched: $0.fetched) }
        for start in stride(from: 0, to: read.count, by: Self.batch) {
            try await record(Array(read[start..<min(start + Self.batch, read.count)]), timeline)
            await giveWay()
        }
        if read.contains(where: \.isAwaiting) { onAwaiting() }
        onDeliveries()
        return true
    }

    /// The timeline by the configuration in force: for one batch.
    private func timeline() -> Timeline { Timeline(configuration: current.value, ids: ids) }

    /// Lets webhooks go first: while many arrive, the writer is theirs two thirds of the time.
    private func giveWay() async {
        if nudge.takeCount() > Self.batch { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Records items together; when one of them cannot be recorded, each by itself, so that it stops no other.
    private func record(_ items: [ReadItem], _ timeline: Timeline) async throws(StoreError) {
        do throws(StoreError) {
            try await write(items, timeline)
        } catch {
            guard error.isAboutOneRow else { throw error }
            if items.count > 1 {
                for item in items { try await record([item], timeline) }
            } else if var item = items.first {
                log.error(
                    "an item cannot be recorded",
                    metadata: ["item": "\(item.item.number)", "reason": "\(error)"]
                )
                item.reading = .unreadable("it cannot be recorded: \(error)")
                try await write([item], timeline)
            }
        }
    }

    private func write(_ items: [ReadItem], _ timeline: Timeline) async throws(StoreError) {
        let now = clock.now
        try await store.write { (tx) throws(StoreError) in
            try timeline.record(items, turn: timeline.turn(tx, at: now))
        }
    }

    /// Unread items of one request, and what their provider said about them.
    private struct Unread: Sendable {
        let stored: JournaledWebhook
        var items: [PendingItem] = []
        var fetched: [Int64: JSON] = [:]
    }

    /// The oldest unread items; sources in `thin` have items that are asked for.
    private static func pending(_ tx: any StoreReading, thin: Set<String>) throws(StoreError) -> [Unread] {
        var groups: [Unread] = []
        for item in try tx.pendingItems(limit: 1024) {
            if groups.last?.stored.number != item.webhook {
                guard let stored = try tx.webhook(item.webhook) else { continue }
                groups.append(Unread(stored: stored))
            }
            groups[groups.count - 1].items.append(item)
            guard thin.contains(item.source), let full = try tx.fetched(for: item.number) else { continue }
            groups[groups.count - 1].fetched[item.number] = full
        }
        return groups
    }

    /// Moves runs that are due.
    ///
    /// False when there are none.
    private func moveSome() async throws(StoreError) -> Bool {
        let (now, timeline) = (clock.now, timeline())
        let moved = try await store.write { (tx) throws(StoreError) in
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
