import Connectors
import Core
import Store

/// Turns stored items into events with the connector's own expressions, outside any transaction.
struct Normalizer: Sendable {
    /// What reading one item came to.
    enum Reading: Sendable {
        /// These events; none when the connector ignores such an item.
        case events([Event])
        /// It says too little: its provider must be asked for more.
        case awaiting
        /// It cannot be read, and why.
        case unreadable(String)
    }

    static let sourceGone = "the source is no longer configured"
    static let itemGone = "the request no longer has this item"

    let sources: [String: Source]

    /// Reads items that came in one request.
    ///
    /// `fetched` is what providers said about thin ones, by the items' numbers.
    func read(_ items: [PendingItem], of stored: JournaledWebhook, fetched: [Int64: JSON] = [:]) -> [ReadItem] {
        if stored.webhook.source == CanonicalEvents.source { return readCanonical(items, of: stored) }
        guard let source = sources[stored.webhook.source] else {
            return items.map { ReadItem($0, of: stored, .unreadable(Self.sourceGone)) }
        }
        let webhook = source.trusted(stored.webhook)
        do throws(ReadFailure) {
            let all = Self.keyed(try source.read(webhook), by: items, of: stored)
            return items.map { item in
                let full = fetched[item.number]
                let reading = reading(of: all, at: item.index, full, source: source, webhook: webhook)
                return ReadItem(item, of: stored, reading.settled(for: item, among: all))
            }
        } catch {
            return items.map { ReadItem($0, of: stored, .unreadable(error.reason)) }
        }
    }

    private func reading(
        of all: [Item],
        at index: Int,
        _ full: JSON?,
        source: Source,
        webhook: VerifiedWebhook
    ) -> Reading {
        guard all.indices.contains(index) else { return .unreadable(Self.itemGone) }
        let received = webhook.raw.received
        do throws(ReadFailure) {
            if full == nil, try source.enrichment(of: all[index], in: webhook) != nil { return .awaiting }
            return .events(
                try source.events(from: all[index], of: webhook, recorded: received, full: full ?? .null)
            )
        } catch {
            return .unreadable(error.reason)
        }
    }

    private func readCanonical(
        _ items: [PendingItem],
        of stored: JournaledWebhook
    ) -> [ReadItem] {
        guard let all = try? CanonicalEvents.items(of: stored.webhook.body) else {
            return items.map { ReadItem($0, of: stored, .unreadable("the body is not JSON")) }
        }
        return items.map { item in
            guard all.indices.contains(item.index) else {
                return ReadItem(item, of: stored, .unreadable(Self.itemGone))
            }
            do throws(ReadFailure) {
                let event = try CanonicalEvents.event(from: all[item.index], recorded: stored.webhook.received)
                return ReadItem(item, of: stored, .events([event]))
            } catch {
                return ReadItem(item, of: stored, .unreadable(error.reason))
            }
        }
    }
}

/// An item that was read: what it is, what it came in, what it means.
struct ReadItem: Sendable {
    let item: PendingItem
    let stored: JournaledWebhook
    var reading: Normalizer.Reading

    init(_ item: PendingItem, of stored: JournaledWebhook, _ reading: Normalizer.Reading) {
        self.item = item
        self.stored = stored
        self.reading = reading
    }

    /// Whether its provider must be asked for more.
    var isAwaiting: Bool {
        if case .awaiting = reading { true } else { false }
    }
}
