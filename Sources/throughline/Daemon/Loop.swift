import Core
import ServiceLifecycle

/// A worker as a service: it ends when it is asked to, after the round it is in.
struct Loop: Service {
    let nudge: Nudge
    let work: @Sendable () async -> Void

    init(nudge: Nudge, _ work: @escaping @Sendable () async -> Void) {
        self.nudge = nudge
        self.work = work
    }

    /// A worker that nobody but time wakes.
    init(every interval: Duration, _ work: @escaping @Sendable (Nudge) async -> Void) {
        let nudge = Nudge(every: interval)
        self.init(nudge: nudge) { await work(nudge) }
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            nudge.finish()
        }
    }
}
