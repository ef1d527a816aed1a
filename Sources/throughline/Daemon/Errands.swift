import Core
import Pipeline
import ServiceLifecycle

/// What is asked of providers without anybody's message: the records behind thin events, what they did not tell us,
/// subscriptions that expire.
struct Errands {
    private let daemon: Daemon
    private let parts: Parts

    init(_ daemon: Daemon, _ parts: Parts) {
        self.daemon = daemon
        self.parts = parts
    }

    /// The loops, each until it is asked to end.
    var loops: [any Service] {
        let (polling, maintaining) = (Nudge(), Nudge(every: .seconds(1)))
        let (enricher, poller) = (enricher(), poller(polling))
        let maintainer = maintainer(maintaining)
        return [
            Loop(nudge: parts.enriching) { await enricher.run() },
            Loop(nudge: polling) { await poller.run() },
            Loop(nudge: maintaining) { await maintainer.run() },
        ]
    }

    private func enricher() -> Enricher {
        Enricher(
            configuration: parts.inForce.configuration,
            store: daemon.store,
            caller: parts.caller,
            clock: daemon.clock,
            ids: ids(3),
            nudge: parts.enriching,
            log: daemon.log,
            onFetched: parts.onAppend
        )
    }

    private func poller(_ nudge: Nudge) -> Poller {
        Poller(
            configuration: parts.inForce.configuration,
            store: daemon.store,
            caller: parts.caller,
            clock: daemon.clock,
            ids: ids(4),
            catchUp: parts.catchUp,
            nudge: nudge,
            log: daemon.log,
            onAppend: parts.onAppend
        )
    }

    private func maintainer(_ nudge: Nudge) -> Maintainer {
        Maintainer(
            configuration: parts.inForce.configuration,
            store: daemon.store,
            caller: parts.caller,
            clock: daemon.clock,
            ids: ids(5),
            nudge: nudge,
            log: daemon.log
        )
    }

    private func ids(_ place: UInt64) -> IDSource { IDSource(seed: daemon.seed.map { $0 ^ place }) }
}
