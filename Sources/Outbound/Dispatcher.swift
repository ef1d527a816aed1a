public import Connectors
public import Core
public import Logging
public import Store
import Synchronization

/// Sends what is due: permit, call, outcome.
///
/// One of it runs per daemon; everything it knows is in the store.
public final class Dispatcher: Sendable {
    private let current: Current<OutboundConfiguration>
    private let store: any EventStore
    private let caller: ActionCaller
    private let clock: any WallClock
    private let ids: IDSource
    private let nudge: Nudge
    private let counters: Counters
    private let log: Logger
    private let onOutcome: @Sendable () -> Void
    private let underWay = Mutex(0)

    /// A dispatcher; `onOutcome` is called after an outcome is durable.
    public init(
        configuration: Current<OutboundConfiguration>,
        store: any EventStore,
        caller: ActionCaller,
        clock: any WallClock,
        ids: IDSource,
        nudge: Nudge,
        counters: Counters,
        log: Logger,
        onOutcome: @escaping @Sendable () -> Void
    ) {
        current = configuration
        self.store = store
        self.caller = caller
        self.clock = clock
        self.ids = ids
        self.nudge = nudge
        self.counters = counters
        self.log = log
        self.onOutcome = onOutcome
    }

    /// Deliveries between permit and outcome.
    public var inFlight: Int { underWay.withLock(\.self) }

    /// What a crash left dispatching becomes unknown.
    ///
    /// To be called once, before ``run()``.
    public func recover() async throws(StoreError) {
        let configuration = current.value
        let record = OutcomeRecord(configuration: configuration, now: clock.now, fraction: ids.fraction())
        let stranded = try await store.write { (tx) throws(StoreError) in
            let stranded = try tx.strandedDeliveries(claimedBefore: Timestamp(microseconds: .max))
            for delivery in stranded {
                try record.strand(delivery, lifetime: configuration.repeatLifetime(of: delivery), tx: tx)
            }
            return stranded.count
        }
        if stranded > 0 { log.warning("deliveries were under way at a crash", metadata: ["count": "\(stranded)"]) }
    }

    /// Sends until the nudge is finished; then waits for what is under way.
    public func run() async {
        await withDiscardingTaskGroup { group in
            await nudge.onRing { await sendDue(&group) }
        }
    }

    /// Takes what is due while there is room for more calls.
    ///
    /// Each round and the calls that come of it go by one configuration.
    private func sendDue(_ group: inout DiscardingTaskGroup) async {
        while true {
            let configuration = current.value
            let room = configuration.concurrency - inFlight
            guard room > 0 else { return }
            guard let (permits, claimed) = await permits(upTo: room, configuration) else { return }
            underWay.withLock { $0 += permits.count }
            for permit in permits { group.addTask { await self.carryOut(permit, configuration) } }
            if permits.count < claimed { onOutcome() }
            guard claimed == room else { return }
        }
    }

    private func permits(
        upTo limit: Int,
        _ configuration: OutboundConfiguration
    ) async -> (permits: [Permit], claimed: Int)? {
        let deadline = ContinuousClock.now.advanced(by: configuration.permitLifetime)
        let office = PermitOffice(configuration: configuration, now: clock.now, deadline: deadline)
        do throws(StoreError) {
            return try await store.write { (tx) throws(StoreError) in try office.grant(limit: limit, tx: tx) }
        } catch {
            log.error("no permits", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func carryOut(_ permit: Permit, _ configuration: OutboundConfiguration) async {
        let delivery = permit.delivery
        let outcome = await call(permit, configuration)
        await record(outcome, of: delivery, configuration)
        underWay.withLock { $0 -= 1 }
        count(outcome, delivery)
        nudge.ring()
        onOutcome()
    }

    private func call(_ permit: Permit, _ configuration: OutboundConfiguration) async -> ActionOutcome {
        let delivery = permit.delivery
        guard let source = configuration.sources[delivery.source],
            let action = source.connector.actions[delivery.action]
        else { return .refused(code: "no_such_action", message: "", retryAfter: nil, isPermanent: true) }
        let request = ActionRequest(
            id: delivery.id,
            input: delivery.input,
            source: source,
            callbackURL: configuration.callbackURL(for: delivery),
            now: clock.now
        )
        let report = await caller.perform(action, request, startDeadline: permit.deadline)
        if case .refused("request_failed", let reason, _, _) = report.outcome {
            log.error("a request cannot be made", metadata: ["source": "\(source.name)", "reason": "\(reason)"])
        }
        return report.outcome
    }

    /// Writes the outcome down, as often as it takes while the store is only busy or full: until then the delivery
    /// holds its place among the calls under way, so that a full disk stops sending by itself.
    private func record(
        _ outcome: ActionOutcome,
        of delivery: Delivery,
        _ configuration: OutboundConfiguration
    ) async {
        let lifetime = configuration.repeatLifetime(of: delivery)
        let record = OutcomeRecord(configuration: configuration, now: clock.now, fraction: ids.fraction())
        while true {
            do throws(StoreError) {
                return try await store.write { (tx) throws(StoreError) in
                    try record.write(outcome, of: delivery, lifetime: lifetime, tx: tx)
                }
            } catch {
                log.error("an outcome could not be stored", metadata: ["reason": "\(error)"])
                guard error == .busy || error == .full else { return }
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func count(_ outcome: ActionOutcome, _ delivery: Delivery) {
        let word =
            switch outcome {
            case .accepted: "accepted"
            case .refused, .reauth: "refused"
            case .unknown: "unknown"
            }
        counters.add(to: "attempts_total", "source=\"\(delivery.source)\",outcome=\"\(word)\"")
    }
}

extension OutboundConfiguration {
    /// How long the provider recognizes a repeated call by its key, from the first try on; nil when it does not.
    func repeatLifetime(of delivery: Delivery) -> TimeSpan? {
        sources[delivery.source]?.connector.repeatLifetime(of: delivery.action)
    }
}
