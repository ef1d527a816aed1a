import Connectors
import Core
import Store

/// An item that came with the key of another and a body of its own, and was let in by a person.
extension Item {
    /// The key it is journaled under, beside the one that came first.
    var secondKey: String { key + secondMark }

    fileprivate var secondMark: String { "#again:\(digest.prefix(16))" }
}

extension Normalizer.Reading {
    /// With ids of their own for the events of an item that was journaled under its second key: those of the item that
    /// came first are on the timeline.
    func settled(for item: PendingItem, among all: [Item]) -> Self {
        guard case .events(let events) = self, all.indices.contains(item.index),
            item.key.hasSameBytes(as: all[item.index].secondKey)
        else { return self }
        let mark = all[item.index].secondMark
        return .events(
            events.map { event in
                var event = event
                event.id += mark
                return event
            }
        )
    }
}
