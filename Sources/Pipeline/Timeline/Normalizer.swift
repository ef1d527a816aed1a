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
    func read(_ items: [PendingItem], of stored: JournaledWebhook) -> [(item: PendingItem, reading: Reading)] {
        if stored.webhook.source == CanonicalEvents.source { return readCanonical(items, of: stored) }
        guard let source = sources[stored.webhook.source] else {
            return items.map { ($0, .unreadable("the source is no longer configured")) }
        }
        let webhook = source.trusted(stored.webhook)
        do throws(ReadFailure) {
            let all = try source.read(webhook)
            return items.map { ($0, reading(of: all, at: $0.index, source: source, webhook: webhook)) }
        } catch {
            return items.map { ($0, .unreadable(error.reason)) }
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
    ) -> [(item: PendingItem, reading: Reading)] {
        guard let all = try? CanonicalEvents.items(of: stored.webhook.body) else {
            return items.map { ($0, .unreadable("the body is not JSON")) }
        }
        return items.map { item in
            guard all.indices.contains(item.index) else {
                return (item, .unreadable("the request no longer has this item"))
            }
            do throws(ReadFailure) {
                return (
                    item, .events([try CanonicalEvents.event(from: all[item.index], recorded: stored.webhook.received)])
                )
            } catch {
                return (item, .unreadable(error.reason))
            }
        }
    }
}
