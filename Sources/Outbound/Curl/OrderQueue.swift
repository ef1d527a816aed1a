import Core
import Synchronization

/// A request and who waits for its end.
struct Order: Sendable {
    let call: HTTPCall
    let answer: CheckedContinuation<CallResult, Never>
}

/// Hands requests from any task to the transport's thread.
final class OrderQueue: Sendable {
    private struct State {
        var orders: [Order] = []
        var isStopping = false
        var hasEnded = false
        var stoppers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// A queue that calls `wake` when the thread should look.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    /// Queues a request, or answers it when the transport has stopped.
    func submit(_ order: Order) {
        let (isTaken, isFirst) = state.withLock { state in
            guard !state.isStopping else { return (false, false) }
            state.orders.append(order)
            return (true, state.orders.count == 1)
        }
        if isFirst { wake() }
        if !isTaken { order.answer.resume(returning: .neverSent(.stopped)) }
    }

    /// Swaps what is queued with the emptied `orders`.
    ///
    /// False when the thread should end; what is queued by then is handed over as well.
    func take(into orders: inout [Order]) -> Bool {
        state.withLock { state in
            swap(&state.orders, &orders)
            return !state.isStopping
        }
    }

    /// Refuses further requests and asks the thread to end.
    func requestStop() {
        state.withLock { $0.isStopping = true }
        wake()
    }

    /// Returns when the thread has said ``markEnded()``.
    func waitForEnd() async {
        await withCheckedContinuation { stopper in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.stoppers.append(stopper) }
                return state.hasEnded
            }
            if hasEnded { stopper.resume() }
        }
    }

    /// The last word of the thread.
    func markEnded() {
        let stoppers = state.withLock { state in
            state.hasEnded = true
            return state.stoppers
        }
        for stopper in stoppers { stopper.resume() }
    }
}
