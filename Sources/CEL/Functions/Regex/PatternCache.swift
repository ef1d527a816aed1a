import Synchronization

/// The patterns that expressions made while they ran, the least recently used of which goes first.
///
/// Texts that are no patterns are kept as well: refusing them costs as much as compiling them.
final class PatternCache: Sendable {
    typealias Outcome = Result<Pattern, PatternRefusal>

    /// For all expressions; with ``PatternLimits/memory`` each, at most 64 MiB.
    static let shared = PatternCache(capacity: 64)

    private struct Entry {
        let outcome: Outcome
        var lastUse: Int
    }

    private struct Shelf {
        var entries: [Text: Entry] = [:]
        var uses = 0

        mutating func dropOldest() {
            guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
            entries[oldest.key] = nil
        }
    }

    private let capacity: Int
    private let shelf = Mutex(Shelf())

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The number of texts that are kept.
    var count: Int { shelf.withLock { $0.entries.count } }

    /// The pattern of a text.
    ///
    /// Compiled outside the lock: two threads may do the same work, none waits for it.
    func outcome(for text: Text) -> Outcome {
        if let known = known(text) { return known }
        let outcome = Outcome { () throws(PatternRefusal) in try Pattern(text) }
        if text.byteCount <= PatternLimits.longest { keep(outcome, for: text) }
        return outcome
    }

    private func known(_ text: Text) -> Outcome? {
        shelf.withLock { shelf in
            shelf.uses += 1
            shelf.entries[text]?.lastUse = shelf.uses
            return shelf.entries[text]?.outcome
        }
    }

    private func keep(_ outcome: Outcome, for text: Text) {
        shelf.withLock { shelf in
            if shelf.entries.count >= capacity { shelf.dropOldest() }
            shelf.entries[text] = Entry(outcome: outcome, lastUse: shelf.uses)
        }
    }
}
