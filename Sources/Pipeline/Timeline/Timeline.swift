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
        try react(to: try insertNew(events, turn: turn), turn: turn)
    }

    /// The new events of one item, which is marked as read.
    private func record(_ read: ReadItem, turn: Turn) throws(StoreError) -> [Event] {
        switch read.reading {
        case .awaiting:
            try turn.tx.await(item: read.item.number, until: turn.now, attempts: 0, reason: nil)
            return []
        case .unreadable(let reason):
            try reject(read, reason: reason, tx: turn.tx)
            return []
        case .events(let events):
            if let reason = configuration.stranger(in: events) {
                try reject(read, reason: reason, tx: turn.tx)
                return []
            }
            let new = try insertNew(events, turn: turn)
            try Gap(new, in: read.stored.webhook)?.record(turn: turn)
            try turn.tx.finish(item: read.item.number, as: events.isEmpty ? .ignored : .done)
            return new
        }
    }

    /// Those of an item's events, opt-outs among them, that were not on the timeline yet.
    private func insertNew(_ events: [Event], turn: Turn) throws(StoreError) -> [Event] {
        var new: [Event] = []
        var known: [Event] = []
        for event in withOptOuts(events) {
            if event.type == .consentRevoked, try isTold(event, by: known, tx: turn.tx) { continue }
            if let event = try insert(event, turn: turn) { new.append(event) } else { known.append(event) }
        }
        return new
    }

    /// Whether an opt-out stands on the timeline already, perhaps under another id: a webhook and a list may tell of one
    /// message in different words.
    private func isTold(_ optOut: Event, by known: [Event], tx: any StoreTransaction) throws(StoreError) -> Bool {
        guard let word = known.first(where: { $0.type == .messageReceived }),
            let message = try tx.event(source: word.source, id: word.id), let customer = message.customer
        else { return false }
        return try tx.facts(of: customer).preferences.contains { told in
            !told.isConsent && told.time == message.said && (told.address ?? optOut.address) == optOut.address
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
        let webhook = configuration.kept(of: read)
        let entry = Quarantined(stage: .normalize, reason: reason, item: read.item.number, webhook: webhook)
        _ = try tx.quarantine(entry)
    }
}

extension Configuration {
    /// Why events cannot be recorded that are about an account of somebody we do not work for; nil when none is.
    func stranger(in events: [Event]) -> String? {
        let account = events.lazy.compactMap(\.account).first { creditors[$0.creditor] == nil }
        return account.map { "no creditor is called `\($0.creditor)`" }
    }
}
