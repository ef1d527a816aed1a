/// Tells tasks when a number of threads have ended.
final class Countdown: Sendable {
    private struct State {
        var left: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Monitor<State>

    init(_ count: Int) {
        state = Monitor(State(left: count))
    }

    /// One has ended.
    func count() {
        let released = state.change { state in
            state.left -= 1
            return state.left == 0 ? state.waiting : []
        }
        for task in released { task.resume() }
    }

    /// Returns when all have ended.
    func wait() async {
        await withCheckedContinuation { task in
            let isOver = state.change { state in
                if state.left > 0 { state.waiting.append(task) }
                return state.left <= 0
            }
            if isOver { task.resume() }
        }
    }
}
