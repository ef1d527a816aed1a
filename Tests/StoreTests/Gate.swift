import Dispatch

/// Lets one waiter pass once somebody has opened it.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let stream: AsyncStream<Void>
    private let opening: AsyncStream<Void>.Continuation

    init() {
        (stream, opening) = AsyncStream.makeStream()
    }

    func open() {
        opening.finish()
        semaphore.signal()
    }

    /// For tasks.
    func wait() async {
        for await _ in stream {}
    }

    /// For a thread of the store, which may block.
    func waitOnThread() {
        semaphore.wait()
    }
}
