import Connectors
import Core
import Store

/// What becomes of an entry of the quarantine.
struct Judgement: Sendable {
    private(set) var report: ReadmissionReport
    /// What is done for it; nothing when it stays.
    let step: Step?

    /// It stays, for this reason.
    init(_ entry: Quarantined, refusedBecause reason: String) {
        report = ReadmissionReport(entry)
        report.refusal = reason
        step = nil
    }

    /// It leaves the quarantine with this step; its items that are new mean this, others are known.
    init(_ entry: Quarantined, _ step: Step, _ new: [ReadItem], known: Int = 0) {
        report = ReadmissionReport(entry)
        report.known = known
        self.step = step
        for item in new { report.count(item.reading) }
    }

    /// What is to be said when its step must not be taken.
    var repeated: ReadmissionReport {
        var report = report
        report.refusal = Refusal.Reason.replayed.rawValue
        return report
    }

    /// What takes an entry in.
    enum Step: Sendable {
        case append(VerifiedWebhook, connector: String, items: [ItemKey])
        case reopen(item: Int64)
    }
}

extension Judgement.Step {
    /// Takes the step.
    ///
    /// False when it must not be taken: the request was believed once already, and now it says something else.
    func take(_ tx: any StoreTransaction, at now: Timestamp) throws(StoreError) -> Bool {
        switch self {
        case .append(let webhook, let connector, let items):
            let memory = NonceMemory(source: webhook.raw.source, now: now)
            guard try memory.admits(webhook.nonces, for: items, tx) else { return false }
            _ = try tx.append(webhook.raw.redacted, connector: connector, items: items)
        case .reopen(let item): try tx.reopen(item: item)
        }
        return true
    }
}
