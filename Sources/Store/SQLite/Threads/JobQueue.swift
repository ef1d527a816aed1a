/// Hands work from any task to threads of our own, in order.
///
/// Bounded: what does not fit is refused at once.
final class JobQueue<Access>: Sendable {
    /// What a thread finds when it looks.
    enum Finding {
        /// Work to do, oldest first.
        case jobs([any Job<Access>])
        /// Nothing for a while.
        case idle
        /// Nothing, and nothing will come.
        case closed
    }

    private struct State {
        var jobs: [any Job<Access>] = []
        var failure: StoreError?
        var isTaking = true
        var isClosed = false

        mutating func next(_ count: Int) -> Finding? {
            guard !jobs.isEmpty else { return isClosed ? .closed : nil }
            let next = Array(jobs.prefix(count))
            jobs.removeFirst(next.count)
            return .jobs(next)
        }
    }

    private let monitor = Monitor(State())
    private let limit: Int

    /// A queue of at most `limit` pieces of work.
    init(limit: Int) {
        self.limit = limit
    }

    /// Pieces of work that wait.
    var count: Int { monitor.change(\.jobs.count) }

    /// Why nothing can be done any more, once that is so.
    var failure: StoreError? { monitor.change(\.failure) }

    /// Queues `work` and waits for its end.
    ///
    /// `mayRepeat` for work that may be done twice.
    func outcome<Output: Sendable>(
        mayRepeat: Bool = false,
        of work: @escaping AwaitedJob<Access, Output>.Work
    ) async throws(StoreError) -> Output {
        let outcome = await withCheckedContinuation { task in
            let job = AwaitedJob(work, mayRepeat: mayRepeat, for: task)
            if let refusal = submit(job) { job.finish(lost: refusal) }
        }
        return try outcome.get()
    }

    /// Waits for work and takes up to `count` pieces; looks up after `seconds` without any.
    func take(upTo count: Int, idleAfter seconds: Int? = nil) -> Finding {
        monitor.wait(seconds: seconds) { state in state.next(count) } ?? .idle
    }

    /// Refuses all further work because of `error`; what is queued finds it as ``failure``.
    func refuse(because error: StoreError) {
        monitor.change { $0.failure = $0.failure ?? error }
    }

    /// Refuses all further work; what is queued is still done.
    func stopTaking() {
        monitor.change { $0.isTaking = false }
    }

    /// Refuses all further work; threads end when what is queued is done.
    func close() {
        monitor.changeForAll { state in
            state.isTaking = false
            state.isClosed = true
        }
    }

    private func submit(_ job: any Job<Access>) -> StoreError? {
        monitor.change { state in
            guard state.isTaking else { return .closed }
            if let failure = state.failure { return failure }
            guard state.jobs.count < limit else { return .busy }
            state.jobs.append(job)
            return nil
        }
    }
}
