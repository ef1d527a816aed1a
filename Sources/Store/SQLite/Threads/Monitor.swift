import Glibc

/// State behind a lock, and a condition on which threads of our own may wait for it to change.
///
/// `@unchecked Sendable`: the state is touched only under the lock.
@safe
final class Monitor<State>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var state: State
    private var waiting = 0

    init(_ state: State) {
        self.state = state
        unsafe lock = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(lock)
        unsafe condition.deallocate()
        unsafe lock.deallocate()
    }

    /// Changes the state, then wakes one of the threads that wait.
    func change<Output>(_ body: (inout State) -> Output) -> Output {
        withLock { state in
            defer { if waiting > 0 { unsafe pthread_cond_signal(condition) } }
            return body(&state)
        }
    }

    /// Changes the state, then wakes every thread that waits.
    func changeForAll<Output>(_ body: (inout State) -> Output) -> Output {
        withLock { state in
            defer { unsafe pthread_cond_broadcast(condition) }
            return body(&state)
        }
    }

    /// Waits until `body` gives something, looking at each change; nil after `seconds` without.
    ///
    /// Each look is an access of its own: others change the state in between.
    func wait<Output>(seconds: Int? = nil, until body: (inout State) -> Output?) -> Output? {
        let end = seconds.map(Self.moment)
        unsafe pthread_mutex_lock(lock)
        waiting += 1
        defer {
            waiting -= 1
            unsafe pthread_mutex_unlock(lock)
        }
        while true {
            if let output = body(&state) { return output }
            if !block(until: end) { return body(&state) }
        }
    }

    private func withLock<Output>(_ body: (inout State) -> Output) -> Output {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return body(&state)
    }

    /// False when the time is over.
    private func block(until end: timespec?) -> Bool {
        guard var end else {
            unsafe pthread_cond_wait(condition, lock)
            return true
        }
        return unsafe pthread_cond_timedwait(condition, lock, &end) != ETIMEDOUT
    }

    private static func moment(in seconds: Int) -> timespec {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        time.tv_sec += seconds
        return time
    }
}
