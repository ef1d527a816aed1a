import ServiceLifecycle
import UnixSignals

/// What makes a daemon read its files again besides the API: SIGHUP, and that they have changed.
struct ReloadService: Service {
    let reloader: Reloader
    let signals: UnixSignalsSequence

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in signals { _ = await reloader.reload(by: .signal) } }
                group.addTask { await reloader.follow() }
            }
        }
    }
}
