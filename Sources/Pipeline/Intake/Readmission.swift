public import Core
public import Logging
public import Store
import Synchronization

/// Takes entries out of quarantine once what kept them out is mended: a secret, a connector, a source.
///
/// Each entry is journaled and leaves the quarantine in one transaction, or neither.
public struct Readmission: Sendable {
    private let current: Current<Configuration>
    private let store: any EventStore
    private let intake: Intake
    private let clock: any WallClock
    private let counters: Counters
    private let log: Logger
    private let onAppend: @Sendable () -> Void

    /// A readmission that verifies as `intake` does; `onAppend` is called after there is something new to read.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        intake: Intake,
        clock: any WallClock,
        counters: Counters,
        log: Logger,
        onAppend: @escaping @Sendable () -> Void
    ) {
        current = configuration
        self.store = store
        self.intake = intake
        self.clock = clock
        self.counters = counters
        self.log = log
        self.onAppend = onAppend
    }

    /// What ``readmit(_:force:)`` would make of an entry now; nil when there is none.
    ///
    /// It is done and undone, so nothing changes and nothing differs.
    public func plan(_ number: Int64, force: Bool = false) async throws(StoreError) -> ReadmissionReport? {
        try await carryOut(number, force, isPlan: true)
    }

    /// Takes an entry in if it is good by what is configured now; nil when there is none, or not any more.
    ///
    /// `force` is for an item that came again with another body: it is journaled beside the first.
    public func readmit(_ number: Int64, force: Bool = false) async throws(StoreError) -> ReadmissionReport? {
        let report = try await carryOut(number, force, isPlan: false)
        if let report, report.isGood {
            counters.add(1, to: "webhooks_total", "source=\"\(report.source)\",result=\"readmitted\"")
            onAppend()
        }
        return report
    }

    /// Throws an entry away.
    ///
    /// One that was acknowledged only `because` of something, which is logged: there may be no other copy.
    public func discard(_ number: Int64, because reason: String? = nil) async throws(StoreError) -> DiscardOutcome {
        let (outcome, entry) = try await store.write { (tx) throws(StoreError) -> (DiscardOutcome, Quarantined?) in
            guard let entry = try tx.quarantined(number) else { return (.unknown, nil) }
            guard !entry.stage.isAcknowledged || reason != nil else { return (.needsReason, nil) }
            try tx.remove(quarantined: number)
            return (.discarded, entry)
        }
        if let entry { note(entry, because: reason) }
        return outcome
    }

    private func carryOut(
        _ number: Int64,
        _ force: Bool,
        isPlan: Bool
    ) async throws(StoreError) -> ReadmissionReport? {
        guard let entry = try await store.read({ (tx) throws(StoreError) in try tx.quarantined(number) }) else {
            return nil
        }
        let court = ReadmissionCourt(configuration: current.value, store: store, intake: intake)
        let judgement = try await court.judge(entry, force: force)
        guard let step = judgement.step else { return judgement.report }
        switch try await take(step, number, isPlan: isPlan) {
        case .taken: return judgement.report
        case .repeated: return judgement.repeated
        case .gone: return nil
        }
    }

    /// Takes the step and the entry out of quarantine, unless it is only planned or must not be.
    private func take(_ step: Judgement.Step, _ number: Int64, isPlan: Bool) async throws(StoreError) -> Ending {
        let (box, now) = (EndingBox(), clock.now)
        do throws(StoreError) {
            try await store.write { (tx) throws(StoreError) in
                guard try tx.remove(quarantined: number) else { return }
                let isTaken = try step.take(tx, at: now)
                box.ending.withLock { $0 = isTaken ? .taken : .repeated }
                if isPlan || !isTaken { throw .abandoned }
            }
        } catch {
            guard error == .abandoned else { throw error }
        }
        return box.ending.withLock(\.self)
    }

    private func note(_ entry: Quarantined, because reason: String?) {
        log.notice(
            "a quarantined request was discarded",
            metadata: [
                "entry": "\(entry.number)", "source": "\(entry.webhook.source)", "stage": "\(entry.stage.rawValue)",
                "received": "\(entry.webhook.received)", "because": "\(reason ?? "it was refused")",
            ]
        )
    }
}

/// How taking an entry in ended.
private enum Ending {
    case taken
    /// It was believed once already, and now it says something else.
    case repeated
    /// Somebody else took it, or it gave way.
    case gone
}

/// How it ended, brought out of a transaction that is undone.
private final class EndingBox: Sendable {
    let ending = Mutex(Ending.gone)
}
