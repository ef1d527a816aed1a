import Connectors
import Core
import Store

/// Puts events on timelines and does at once what each one demands, in the transaction that records it.
struct Timeline: Sendable {
    let configuration: Configuration
    let ids: IDSource

    /// Records the events of one item and marks it as read.
    func record(
        _ reading: Normalizer.Reading,
        of item: PendingItem,
        in stored: JournaledWebhook,
        turn: Turn
    ) throws(StoreError) {
        let tx = turn.tx
        switch reading {
        case .unreadable(let reason):
            try reject(item, in: stored, reason: reason, tx: tx)
        case .events(let events):
            if let stranger = events.compactMap(\.account).first(where: { configuration.creditors[$0.creditor] == nil })
            {
                return try reject(item, in: stored, reason: "no creditor is called `\(stranger.creditor)`", tx: tx)
            }
            for event in withOptOuts(events) { try record(event, turn: turn) }
            try tx.finish(item: item.number, as: events.isEmpty ? .ignored : .done)
        }
    }

    /// Records one event and what follows from it.
    func record(_ event: Event, turn: Turn) throws(StoreError) {
        let (resolved, notes) = try Identity(tx: turn.tx, ids: ids).resolve(event)
        guard try turn.tx.insert(resolved) else { return }
        for note in notes { _ = try turn.tx.insert(note) }
        try Reaction(turn: turn).react(to: resolved)
    }

    /// A turn of work in a transaction.
    func turn(_ tx: any StoreTransaction, at now: Timestamp) -> Turn {
        Turn(configuration: configuration, ids: ids, tx: tx, now: now)
    }

    /// The events of an item and the opt-outs that inbound messages among them are, unless the provider said so itself.
    func withOptOuts(_ events: [Event]) -> [Event] {
        if events.contains(where: { $0.type == .consentRevoked }) { return events }
        return events.flatMap { event in [event] + (optOut(in: event).map { [$0] } ?? []) }
    }

    /// The opt-out that an inbound message is.
    ///
    /// It has the id the connector's own rule would give it, so that it stands on the timeline once.
    private func optOut(in event: Event) -> Event? {
        guard event.type == .messageReceived, let text = event.data["text"]?.string, StopWords.isOptOut(text) else {
            return nil
        }
        var word = event
        word.id = "\(event.id):\(EventType.consentRevoked)"
        word.type = .consentRevoked
        word.cause = event.id
        word.data = ["method": "reply", "verbatim": .string(text), "scope": "address"]
        word.data["channel"] = event.channel.map { .string($0.rawValue) }
        return word
    }

    private func reject(
        _ item: PendingItem,
        in stored: JournaledWebhook,
        reason: String,
        tx: any StoreTransaction
    ) throws(StoreError) {
        try tx.finish(item: item.number, as: .unreadable)
        _ = try tx.quarantine(
            Quarantined(stage: .normalize, reason: reason, item: item.number, webhook: stored.webhook)
        )
    }
}
