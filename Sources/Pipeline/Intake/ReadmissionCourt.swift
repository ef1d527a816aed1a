import Connectors
import Core
import Store

/// Judges entries of the quarantine by one configuration; changes nothing.
struct ReadmissionCourt: Sendable {
    let configuration: Configuration
    let store: any EventStore
    let intake: Intake

    /// What an entry comes to.
    func judge(_ entry: Quarantined, force: Bool) async throws(StoreError) -> Judgement {
        if entry.stage == .normalize { return try await judgeItem(of: entry) }
        guard let source = configuration.sources[entry.webhook.source] else {
            return Judgement(entry, refusedBecause: "its source is not configured")
        }
        switch entry.stage {
        case .verify: return try await verifyAgain(entry, source)
        case .conflict where !force:
            return Judgement(entry, refusedBecause: "its key is taken by another body; `force` puts it beside that one")
        default: return try await judge(source.trusted(entry.webhook), of: entry, source)
        }
    }

    /// As when it came: a signature is not stale because nobody has looked at it since.
    private func verifyAgain(_ entry: Quarantined, _ source: Source) async throws(StoreError) -> Judgement {
        // once its nonce is forgotten, nothing else would tell
        if entry.reason.hasSameBytes(as: Refusal.Reason.replayed.rawValue) {
            return Judgement(entry, refusedBecause: entry.reason)
        }
        if let damage = entry.webhook.damage { return Judgement(entry, refusedBecause: damage) }
        switch await verify(entry.webhook, source) {
        case .verified(let webhook): return try await judge(webhook, of: entry, source)
        case .answered:
            return Judgement(entry, refusedBecause: "it is a handshake, which its provider must begin anew")
        case .refused(let refusal), .needs(_, otherwise: let refusal):
            return Judgement(entry, refusedBecause: refusal.reason.rawValue)
        }
    }

    /// As it came, and when that fails as it would come by the public URL we have now: what is signed over a wrong one
    /// is good once that is mended.
    private func verify(_ webhook: RawWebhook, _ source: Source) async -> Verification {
        let first = await intake.verify(webhook, source, at: webhook.received)
        guard case .refused = first, let moved = webhook.reached(at: configuration.reach.publicURL.text) else {
            return first
        }
        let second = await intake.verify(moved, source, at: moved.received)
        if case .verified = second { return second }
        return first
    }

    /// What a request comes to that is believed.
    private func judge(
        _ webhook: VerifiedWebhook,
        of entry: Quarantined,
        _ source: Source
    ) async throws(StoreError) -> Judgement {
        let items: [Item]
        do throws(ReadFailure) {
            items = try source.read(webhook)
        } catch {
            return Judgement(entry, refusedBecause: error.reason)
        }
        let keys = try await keys(of: items, for: entry)
        if keys.isEmpty, entry.stage == .conflict { return Judgement(entry, refusedBecause: "it holds no such item") }
        let label = source.connector.label
        let new = try await read(keys, of: JournaledWebhook(number: 0, webhook: webhook.raw, connector: label))
        let step = Judgement.Step.append(webhook, connector: label, items: keys)
        return Judgement(entry, step, new, known: keys.count - new.count)
    }

    /// The keys of all items; of a conflict the item alone that came with another body, under a key of its own.
    private func keys(of items: [Item], for entry: Quarantined) async throws(StoreError) -> [ItemKey] {
        guard entry.stage == .conflict else { return items.map { ItemKey(key: $0.key, digest: $0.digest) } }
        return try await store.read { (tx) throws(StoreError) in
            var keys: [ItemKey] = []
            for item in items where try tx.item(source: entry.webhook.source, key: item.key) == entry.item {
                keys.append(ItemKey(key: item.secondKey, digest: item.digest, index: item.index))
            }
            return keys
        }
    }

    /// Reads those items of a request that are new, as the worker will.
    private func read(_ keys: [ItemKey], of stored: JournaledWebhook) async throws(StoreError) -> [ReadItem] {
        let source = stored.webhook.source
        let new = try await store.read { (tx) throws(StoreError) in
            var new: [PendingItem] = []
            for (place, key) in keys.enumerated() where try tx.item(source: source, key: key.key) == nil {
                let index = key.index ?? place
                new.append(PendingItem(number: 0, webhook: 0, index: index, source: source, key: key.key))
            }
            return new
        }
        return read(new, of: stored)
    }

    /// Reads an item again that is in the journal.
    private func judgeItem(of entry: Quarantined) async throws(StoreError) -> Judgement {
        let found = try await store.read { (tx) throws(StoreError) -> (PendingItem, JournaledWebhook, JSON?)? in
            guard let number = entry.item, let item = try tx.item(number), let stored = try tx.webhook(item.webhook)
            else { return nil }
            return (item, stored, try tx.fetched(for: number))
        }
        guard let (item, stored, full) = found else {
            return Judgement(entry, refusedBecause: "the journal does not hold it any more")
        }
        let read = read([item], of: stored, fetched: full.map { [item.number: $0] } ?? [:])
        if case .unreadable(let reason)? = read.first?.reading { return Judgement(entry, refusedBecause: reason) }
        return Judgement(entry, .reopen(item: item.number), read)
    }

    private func read(
        _ items: [PendingItem],
        of stored: JournaledWebhook,
        fetched: [Int64: JSON] = [:]
    ) -> [ReadItem] {
        Normalizer(sources: configuration.sources).read(items, of: stored, fetched: fetched).map { item in
            guard case .events(let events) = item.reading, let stranger = configuration.stranger(in: events) else {
                return item
            }
            var item = item
            item.reading = .unreadable(stranger)
            return item
        }
    }
}
