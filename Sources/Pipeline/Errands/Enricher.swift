public import Connectors
public import Core
public import Logging
public import Store
import Synchronization

/// Asks providers for the records that thin items only name, and lets the items be read then.
///
/// One of it runs per daemon; what it has done is in the store, so that it may stop anywhere.
public final class Enricher: Sendable {
    /// Questions under way at once.
    static let concurrency = 8

    private let current: Current<Configuration>
    private let store: any EventStore
    private let caller: ActionCaller
    private let clock: any WallClock
    private let ids: IDSource
    private let nudge: Nudge
    private let log: Logger
    private let onFetched: @Sendable () -> Void
    /// Numbers of the items that are asked for now.
    private let underWay = Mutex<Set<Int64>>([])

    /// An enricher; `onFetched` is called when there may be items to read.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        caller: ActionCaller,
        clock: any WallClock,
        ids: IDSource,
        nudge: Nudge,
        log: Logger,
        onFetched: @escaping @Sendable () -> Void
    ) {
        current = configuration
        self.store = store
        self.caller = caller
        self.clock = clock
        self.ids = ids
        self.nudge = nudge
        self.log = log
        self.onFetched = onFetched
    }

    /// Asks until the nudge is finished; then waits for what is under way.
    public func run() async {
        await withDiscardingTaskGroup { group in
            await nudge.onRing { await askDue(&group) }
        }
    }

    func askDue(_ group: inout DiscardingTaskGroup) async {
        do throws(StoreError) {
            for item in try await takeDue() { group.addTask { await self.ask(for: item) } }
        } catch {
            log.error("items cannot be enriched", metadata: ["reason": "\(error)"])
        }
    }

    /// Items whose time has come, as many as there is room for.
    private func takeDue() async throws(StoreError) -> [AwaitingItem] {
        guard underWay.withLock({ $0.count }) < Self.concurrency else { return [] }
        let now = clock.now
        let due = try await store.read { (tx) throws(StoreError) in
            try tx.awaitingItems(at: now, limit: Self.concurrency)
        }
        return underWay.withLock { underWay in
            due.filter { underWay.count < Self.concurrency && underWay.insert($0.item.number).inserted }
        }
    }

    /// Asks the provider once and writes down what came of it.
    func ask(for item: AwaitingItem) async {
        do throws(StoreError) {
            let stored = try await store.read { (tx) throws(StoreError) in try tx.webhook(item.item.webhook) }
            let answer = await answer(to: item, of: stored)
            try await record(answer, for: item, of: stored)
            if case .fetched = answer { onFetched() }
        } catch {
            log.error("what was fetched cannot be stored", metadata: ["reason": "\(error)"])
            // its place stays taken meanwhile, so that a full disk stops asking by itself
            try? await Task.sleep(for: .milliseconds(250))
        }
        underWay.withLock { _ = $0.remove(item.item.number) }
        nudge.ring()
    }

    private func answer(to item: AwaitingItem, of stored: JournaledWebhook?) async -> EnrichAnswer {
        guard let stored else { return .never(reason: "the request is gone") }
        guard let source = current.value.sources[stored.webhook.source] else {
            return .never(reason: Normalizer.sourceGone)
        }
        let enrichment: Enrichment?
        do throws(ReadFailure) {
            enrichment = try self.enrichment(of: item.item, in: stored, source)
        } catch {
            return .never(reason: error.reason)
        }
        // another version of the connector may find that it says enough
        guard let enrichment else { return .fetched(.null) }
        let request = ActionRequest(
            id: "enrich:\(item.item.number)",
            input: enrichment.input,
            source: source,
            callbackURL: "",
            now: clock.now
        )
        let report = await caller.perform(enrichment.action, request)
        return EnrichAnswer(
            report.outcome,
            of: enrichment.action.name,
            attempts: item.attempts + 1,
            now: clock.now,
            fraction: ids.fraction()
        )
    }

    private func enrichment(
        of item: PendingItem,
        in stored: JournaledWebhook,
        _ source: Source
    ) throws(ReadFailure) -> Enrichment? {
        let webhook = source.trusted(stored.webhook)
        let items = try source.read(webhook)
        guard items.indices.contains(item.index) else { throw ReadFailure(reason: Normalizer.itemGone) }
        return try source.enrichment(of: items[item.index], in: webhook)
    }

    private func record(
        _ answer: EnrichAnswer,
        for item: AwaitingItem,
        of stored: JournaledWebhook?
    ) async throws(StoreError) {
        let (number, now) = (item.item.number, clock.now)
        try await store.write { (tx) throws(StoreError) in
            switch answer {
            case .fetched(let full): try tx.keep(fetched: full, for: number, at: now)
            case .again(let time, let reason):
                try tx.await(item: number, until: time, attempts: item.attempts + 1, reason: reason)
            case .never(let reason):
                try tx.finish(item: number, as: .unreadable)
                guard let webhook = stored?.webhook else { return }
                _ = try tx.quarantine(
                    Quarantined(stage: .normalize, reason: reason, item: number, webhook: webhook)
                )
            }
        }
    }
}
