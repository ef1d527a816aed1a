import Connectors
import Core
import Store

/// Puts events on timelines and does at once what each one demands, in the transaction that records it.
struct Timeline: Sendable {
    let configuration: Configuration
    let ids: IDSource

    /// Records items and marks them as read; then does what their events demand.
    func record(_ items: [ReadItem], turn: Turn) throws(StoreError) {
        var events: [Event] = []
        for item in items { events += try record(item, turn: turn) }
        try react(to: events, turn: turn)
    }

    /// Records events, then does what they demand.
    func record(_ events: [Event], turn: Turn) throws(StoreError) {
        var new: [Event] = []
        for event in withOptOuts(events) {
            if let event = try insert(event, turn: turn) { new.append(event) }
        }
        try react(to: new, turn: turn)
    }

    /// The new events of one item, which is marked as read.
    private func record(_ read: ReadItem, turn: Turn) throws(StoreError) -> [Event] {
        switch read.reading {
        case .unreadable(let reason):
            try reject(read, reason: reason, tx: turn.tx)
            return []
        case .events(let events):
            if let stranger = events.compactMap(\.account).first(where: { configuration.creditors[$0.creditor] == nil })
            {
                try reject(read, reason: "no creditor is called `\(stranger.creditor)`", tx: turn.tx)
                return []
            }
            var new: [Event] = []
            for event in withOptOuts(events) {
                if let event = try insert(event, turn: turn) { new.append(event) }
            }
            try turn.tx.finish(item: read.item.number, as: events.isEmpty ? .ignored : .done)
            return new
        }
    }

    /// The event with its customer, on the timeline; nil when it was there already.
    private func insert(_ event: Event, turn: Turn) throws(StoreError) -> Event? {
        let (resolved, notes) = try Identity(tx: turn.tx, ids: ids).resolve(event)
        guard try turn.tx.insert(resolved) else { return nil }
        for note in notes { _ = try turn.tx.insert(note) }
        return resolved
    }

    private func react(to events: [Event], turn: Turn) throws(StoreError) {
        let reaction = Reaction(turn: turn)
        for event in events { try reaction.react(to: event) }
    }

    /// A turn of work in a transaction.
    func turn(_ tx: any StoreTransaction, at now: Timestamp) -> Turn {
        Turn(configuration: configuration, ids: ids, tx: tx, now: now)
    }

    /// The events of an item and the opt-outs that inbound messages among them are, unless the provider said so itself.
    private func withOptOuts(_ events: [Event]) -> [Event] {
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

    private func reject(_ read: ReadItem, reason: String, tx: any StoreTransaction) throws(StoreError) {
        try tx.finish(item: read.item.number, as: .unreadable)
        let webhook = read.stored.webhook
        let entry = Quarantined(stage: .normalize, reason: reason, item: read.item.number, webhook: webhook)
        _ = try tx.quarantine(entry)
    }
}
