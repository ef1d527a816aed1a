import Connectors
import Core
import Store

/// Turns stored items into events with the connector's own expressions, outside any transaction.
struct Normalizer: Sendable {
    /// What reading one item came to.
    enum Reading: Sendable {
        /// These events; none when the connector ignores such an item.
        case events([Event])
        /// It cannot be read, and why.
        case unreadable(String)
    }

    let sources: [String: Source]

    /// Reads items that came in one request.
    func read(_ items: [PendingItem], of stored: JournaledWebhook) -> [ReadItem] {
        if stored.webhook.source == CanonicalEvents.source { return readCanonical(items, of: stored) }
        guard let source = sources[stored.webhook.source] else {
            return items.map { ReadItem($0, of: stored, .unreadable("the source is no longer configured")) }
        }
        let webhook = source.trusted(stored.webhook)
        do throws(ReadFailure) {
            let all = try source.read(webhook)
            return items.map { item in
                ReadItem(item, of: stored, reading(of: all, at: item.index, source: source, webhook: webhook))
            }
        } catch {
            return items.map { ReadItem($0, of: stored, .unreadable(error.reason)) }
        }
    }

    private func reading(of all: [Item], at index: Int, source: Source, webhook: VerifiedWebhook) -> Reading {
        guard all.indices.contains(index) else { return .unreadable("the request no longer has this item") }
        do throws(ReadFailure) {
            return .events(try source.events(from: all[index], of: webhook, recorded: webhook.raw.received))
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
                return ReadItem(item, of: stored, .unreadable("the request no longer has this item"))
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
}
