public import Connectors
public import Core
public import Logging
public import Store
import Synchronization

/// Renews what would expire at providers, such as subscriptions to their webhooks: each by its interval, across restarts.
///
/// One of it runs per daemon; when it last did what is in the store.
public final class Maintainer: Sendable {
    private static let concurrency = 4

    private let current: Current<Configuration>
    private let store: any EventStore
    private let caller: ActionCaller
    private let clock: any WallClock
    private let ids: IDSource
    private let nudge: Nudge
    private let log: Logger
    private let sinceBoot: @Sendable () -> Int64
    private let schedule = Mutex(ErrandSchedule())

    /// A maintainer; `sinceBoot` gives microseconds that no one can set.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        caller: ActionCaller,
        clock: any WallClock,
        ids: IDSource,
        nudge: Nudge,
        log: Logger,
        sinceBoot: @escaping @Sendable () -> Int64 = { MachineTime.sinceBoot }
    ) {
        current = configuration
        self.store = store
        self.caller = caller
        self.clock = clock
        self.ids = ids
        self.nudge = nudge
        self.log = log
        self.sinceBoot = sinceBoot
    }

    /// Renews until the nudge is finished; then waits for what is under way.
    public func run() async {
        await withDiscardingTaskGroup { group in
            await nudge.onRing { await round(&group) }
        }
    }

    func round(_ group: inout DiscardingTaskGroup) async {
        let all = current.value.maintenances
        schedule.withLock { $0.keep(all.keys) }
        do throws(StoreError) {
            for (name, one) in all { try await place(name, one.maintenance) }
        } catch {
            log.error("nobody knows what was renewed when", metadata: ["reason": "\(error)"])
        }
        let now = sinceBoot()
        for name in schedule.withLock({ $0.takeDue(at: now, limit: Self.concurrency) }) {
            if let one = all[name] { group.addTask { await self.turn(of: name, one) } }
        }
    }

    /// Gives it its place, an interval after it was last renewed.
    private func place(_ name: ErrandName, _ maintenance: Maintenance) async throws(StoreError) {
        guard !schedule.withLock({ $0.knows(name) }) else { return }
        let last = try await store.read { (tx) throws(StoreError) in try tx.cursor(name.description)?.at }
        let wait = last.map { $0.adding(maintenance.every).since(clock.now) } ?? .seconds(0)
        let now = sinceBoot()
        // a clock that was set back must not let it expire
        let bounded = min(wait, maintenance.every)
        schedule.withLock { $0.add(name, every: maintenance.every, after: bounded, at: now) }
    }

    /// Renews it once.
    func turn(of name: ErrandName, _ one: ConfiguredMaintenance) async {
        let ending = await renew(name, one)
        let (now, fraction) = (sinceBoot(), ids.fraction())
        schedule.withLock { $0.finish(name, ending, at: now, fraction: fraction) }
        nudge.ring()
    }

    private func renew(_ name: ErrandName, _ one: ConfiguredMaintenance) async -> ErrandSchedule.Ending {
        let now = clock.now
        let source = one.source
        do throws(ErrandFailure) {
            if let (action, input) = try renewal(one, at: now) {
                let request = ActionRequest(
                    id: "\(name):\(now)",
                    input: input,
                    source: source,
                    callbackURL: "\(current.value.reach.publicURL.text)/hooks/\(source.name)",
                    now: now
                )
                if let failure = ErrandFailure(await caller.perform(action, request).outcome) { throw failure }
            }
            try await note(name, at: now)
            return .succeeded
        } catch {
            let place: Logger.Metadata = ["source": "\(name.source)", "maintain": "\(name.name)"]
            log.warning("something at a provider cannot be renewed", metadata: place.with(reason: error.reason))
            return .failed(retryAfter: error.retryAfter)
        }
    }

    private func renewal(
        _ one: ConfiguredMaintenance,
        at now: Timestamp
    ) throws(ErrandFailure) -> (action: Action, input: JSONObject)? {
        do throws(ReadFailure) {
            return try one.source.renewal(of: one.maintenance, at: now)
        } catch {
            throw .unreadable(error)
        }
    }

    private func note(_ name: ErrandName, at now: Timestamp) async throws(ErrandFailure) {
        let run = Cursor(name: name.description, value: "", at: now)
        do throws(StoreError) {
            try await store.write { (tx) throws(StoreError) in try tx.save(run) }
        } catch {
            throw .store(error)
        }
    }
}
