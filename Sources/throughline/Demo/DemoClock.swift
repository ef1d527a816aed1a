import Core
import Synchronization

/// The clock of the demo's own daemon: it stands still while a scene plays and jumps from one to the next, so that the
/// story tells the same at any hour.
///
/// Permits and timeouts do not use it.
final class DemoClock: WallClock {
    private struct State {
        var base: Timestamp
        var running: (since: ContinuousClock.Instant, rate: Int64)?
    }

    private let state: Mutex<State>

    /// A clock that stands still at `start`.
    init(start: Timestamp) {
        state = Mutex(State(base: start, running: nil))
    }

    /// Now.
    ///
    /// While the clock stands still each reading is a microsecond behind the last, so that what was decided later
    /// stands later; no reading ever fills a second.
    var now: Timestamp {
        state.withLock { state in
            if state.running == nil { state.base = state.base.adding(TimeSpan(microseconds: 1)) }
            return Self.time(of: state)
        }
    }

    /// Jumps ahead; never back.
    func jump(to instant: Timestamp) {
        state.withLock { $0.base = max($0.base, instant) }
    }

    /// Jumps ahead by a span.
    func pass(_ span: TimeSpan) {
        state.withLock { $0.base = $0.base.adding(span) }
    }

    /// From here on it runs, `rate` times as fast as the wall.
    func run(rate: Int64) {
        state.withLock { state in
            state.base = Self.time(of: state)
            state.running = (ContinuousClock.now, rate)
        }
    }

    private static func time(of state: State) -> Timestamp {
        guard let running = state.running else { return state.base }
        let elapsed = ContinuousClock.now - running.since
        let microseconds = elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000
        return state.base.adding(TimeSpan(microseconds: microseconds &* running.rate))
    }
}
