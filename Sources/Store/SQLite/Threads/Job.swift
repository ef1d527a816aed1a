/// Work that a thread does with its connection for a task that waits.
protocol Job<Access>: AnyObject, Sendable {
    /// What the work is done with.
    associatedtype Access
    /// Whether the work may be done again after it was undone: it changes nothing but what it is done with.
    var mayRepeat: Bool { get }
    /// Does the work and keeps how it ended. False when it threw.
    func perform(with access: Access) -> Bool
    /// Lets the task go on: with how the work ended, or with `lost` when that no longer counts.
    func finish(lost: StoreError?)
}

/// Work with an outcome of its own type.
///
/// `@unchecked Sendable`: made by the task that waits, then used by the thread that takes it from the queue.
final class AwaitedJob<Access, Output: Sendable>: Job, @unchecked Sendable {
    typealias Work = @Sendable (Access) throws(StoreError) -> Output

    let mayRepeat: Bool
    private let work: Work
    private let task: CheckedContinuation<Result<Output, StoreError>, Never>
    private var outcome: Result<Output, StoreError> = .failure(.closed)

    init(
        _ work: @escaping Work,
        mayRepeat: Bool,
        for task: CheckedContinuation<Result<Output, StoreError>, Never>
    ) {
        self.work = work
        self.mayRepeat = mayRepeat
        self.task = task
    }

    func perform(with access: Access) -> Bool {
        do throws(StoreError) {
            outcome = .success(try work(access))
            return true
        } catch {
            outcome = .failure(error)
            return false
        }
    }

    func finish(lost: StoreError?) {
        task.resume(returning: lost.map(Result.failure) ?? outcome)
    }
}
