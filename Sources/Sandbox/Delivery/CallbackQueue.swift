import CEL
import Core
import Synchronization

/// A webhook that follows an accepted request, and when.
struct ScheduledCallback: Sendable {
    let due: Timestamp
    let outgoing: Outgoing

    /// A callback as its plan says; what it tells is told as of when it is due.
    init(_ plan: CallbackPlan, id: String, bindings: Bindings, accepted: Timestamp) {
        due = accepted.adding(plan.after)
        var bindings = bindings
        bindings["now"] = Value(due)
        outgoing = Outgoing(id: id, webhook: plan.webhook, bindings: bindings, raw: nil)
    }
}

/// Callbacks that wait for their time, of all providers.
final class CallbackQueue: Sendable {
    /// A callback and whose it is.
    struct Entry: Sendable {
        let provider: Provider
        let callback: ScheduledCallback
    }

    private struct State {
        /// By when they are due, then by when they were added; the last is next.
        var waiting: [Entry] = []
        var underWay = 0
    }

    private let state = Mutex(State())

    /// Adds callbacks of a provider.
    ///
    /// Of those that are due at once the one added first goes first.
    func add(_ callbacks: [ScheduledCallback], of provider: Provider) {
        state.withLock { state in
            for callback in callbacks {
                let place = state.waiting.partitioningIndex { $0.callback.due <= callback.due }
                state.waiting.insert(Entry(provider: provider, callback: callback), at: place)
            }
        }
    }

    /// The next that is due, taken under way; ``finish()`` ends it.
    func next(at now: Timestamp) -> Entry? {
        state.withLock { state in
            guard let last = state.waiting.last, last.callback.due <= now else { return nil }
            state.underWay += 1
            return state.waiting.removeLast()
        }
    }

    /// One that was under way has been delivered or given up.
    func finish() { state.withLock { $0.underWay -= 1 } }

    /// How many are due and not delivered yet.
    func pending(at now: Timestamp) -> Int {
        state.withLock { state in
            let later = state.waiting.partitioningIndex { $0.callback.due <= now }
            return state.underWay + state.waiting.count - later
        }
    }

    /// How many wait, due or not, for one provider.
    func waiting(for provider: Provider) -> Int {
        state.withLock { $0.waiting.count { $0.provider === provider } }
    }

    /// When the next is due; nil when none waits.
    var nextDue: Timestamp? { state.withLock { $0.waiting.last?.callback.due } }
}

extension Array {
    /// The first place from which on `belongs` holds, in an array where it holds from some place on.
    fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
