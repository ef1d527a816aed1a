import Synchronization

/// Wakes one worker: when somebody rings, and every so often in any case, since correctness rests on looking, not on
/// being told.
///
/// Rings while the worker is busy are one.
public final class Nudge: Sendable {
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let interval: Duration
    private let count = Mutex(0)
    private let end = Mutex(false)

    /// A worker looks at least once per `interval`.
    public init(every interval: Duration = .milliseconds(200)) {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.interval = interval
    }

    /// There may be work.
    public func ring() {
        count.withLock { $0 += 1 }
        bell.yield()
    }

    /// How often it rang since this was asked last: how busy those are who ring.
    public func takeCount() -> Int {
        count.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    /// No more work will come; the worker's loop ends after the round it is in.
    public func finish() {
        end.withLock { $0 = true }
        bell.finish()
    }

    /// Whether no more work will come, so that a long round had better stop where it can go on later.
    public var isFinished: Bool { end.withLock(\.self) }

    /// Runs `work` at every ring until ``finish()`` or cancellation.
    public func onRing(_ work: () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [interval, bell] in
                while !Task.isCancelled {
                    bell.yield()
                    try? await Task.sleep(for: interval)
                }
            }
            for await _ in rings {
                await work()
                if Task.isCancelled { break }
            }
            group.cancelAll()
        }
    }
}
