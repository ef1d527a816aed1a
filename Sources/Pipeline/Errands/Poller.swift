public import Connectors
public import Core
public import Logging
public import Store
import Synchronization

/// Reads providers' lists: at the start all of them to their ends, so that nothing that was said meanwhile is missed,
/// then each by its interval.
///
/// One of it runs per daemon; how far it has come is in the store, so that it may stop anywhere.
public final class Poller: Sendable {
    /// Pages of one list in one turn; a longer list is read on in the next.
    static let pageLimit = 200
    /// Lists that are read at once.
    static let concurrency = 8

    private let current: Current<Configuration>
    private let store: any EventStore
    private let caller: ActionCaller
    private let clock: any WallClock
    private let ids: IDSource
    private let catchUp: CatchUp
    private let nudge: Nudge
    private let log: Logger
    private let sinceBoot: @Sendable () -> Int64
    private let onAppend: @Sendable () -> Void
    private let schedule = Mutex(ErrandSchedule())

    /// A poller; `onAppend` is called when there may be items to read.
    ///
    /// It tells `catchUp` at once what there is to catch up with, so that whoever starts before it already waits.
    /// `sinceBoot` gives microseconds that no one can set.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        caller: ActionCaller,
        clock: any WallClock,
        ids: IDSource,
        catchUp: CatchUp,
        nudge: Nudge,
        log: Logger,
        sinceBoot: @escaping @Sendable () -> Int64 = { MachineTime.sinceBoot },
        onAppend: @escaping @Sendable () -> Void
    ) {
        current = configuration
        self.store = store
        self.caller = caller
        self.clock = clock
        self.ids = ids
        self.catchUp = catchUp
        self.nudge = nudge
        self.log = log
        self.sinceBoot = sinceBoot
        self.onAppend = onAppend
        catchUp.expect(configuration.value.polls(at: clock.now).intervals)
    }

    /// Polls until the nudge is finished; then ends after the pages that are under way.
    public func run() async {
        await withDiscardingTaskGroup { group in
            await nudge.onRing { await round(&group) }
            group.cancelAll()
        }
    }

    func round(_ group: inout DiscardingTaskGroup) async {
        let polls = current.value.polls(at: clock.now)
        catchUp.expect(polls.intervals)
        for name in takeDue(polls) {
            if let poll = polls[name] { group.addTask { await self.turn(of: name, poll) } }
        }
        await noteReading()
    }

    private func takeDue(_ polls: [ErrandName: ConfiguredPoll]) -> [ErrandName] {
        let now = sinceBoot()
        return schedule.withLock { schedule in
            schedule.keep(polls.keys)
            for (name, poll) in polls { schedule.add(name, every: poll.poll.every, after: .seconds(0), at: now) }
            return schedule.takeDue(at: now, limit: Self.concurrency)
        }
    }

    /// Reads a list page by page up to its end, or as far as a turn goes.
    func turn(of name: ErrandName, _ poll: ConfiguredPoll) async {
        let ending = await pages(of: name, poll)
        let (now, fraction) = (sinceBoot(), ids.fraction())
        schedule.withLock { $0.finish(name, ending, at: now, fraction: fraction) }
        nudge.ring()
    }

    private func pages(of name: ErrandName, _ poll: ConfiguredPoll) async -> ErrandSchedule.Ending {
        let reader = PageReader(
            name: name,
            poll: poll.poll,
            source: poll.source,
            store: store,
            caller: caller,
            clock: clock
        )
        do throws(ErrandFailure) {
            for _ in 0..<Self.pageLimit where !Task.isCancelled {
                let (hasMore, accepted) = try await reader.read()
                if accepted > 0 { onAppend() }
                if !hasMore { return try await succeeded(name) }
            }
            return .unfinished
        } catch {
            let place: Logger.Metadata = ["source": "\(name.source)", "poll": "\(name.name)"]
            log.warning("a provider's list cannot be read", metadata: place.with(reason: error.reason))
            catchUp.noteFailure(of: name)
            return .failed(retryAfter: error.retryAfter)
        }
    }

    private func succeeded(_ name: ErrandName) async throws(ErrandFailure) -> ErrandSchedule.Ending {
        let newest: Int64
        do throws(StoreError) {
            newest = try await store.read { (tx) throws(StoreError) in
                try tx.receipts(source: nil, before: nil, limit: 1).first?.number ?? 0
            }
        } catch {
            throw .store(error)
        }
        catchUp.noteSuccess(of: name, newest: newest)
        return .succeeded
    }

    /// Looks how far reading is, as long as contacts wait for it.
    private func noteReading() async {
        guard catchUp.isReading else { return }
        do throws(StoreError) {
            let oldest = try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 1).first?.webhook
            }
            catchUp.noteReading(oldestUnread: oldest)
        } catch {
            log.error("nobody knows what has been read", metadata: ["reason": "\(error)"])
        }
    }
}

extension Logger.Metadata {
    /// This and a reason.
    func with(reason: String) -> Logger.Metadata {
        var all = self
        all["reason"] = "\(reason)"
        return all
    }
}
