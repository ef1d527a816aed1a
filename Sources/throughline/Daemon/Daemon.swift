import Core
import Hummingbird
import Logging
import Outbound
import Pipeline
import ServiceLifecycle
import Store
import Web

/// The one place where objects are made and joined.
struct Daemon {
    let settings: Settings
    let store: any EventStore
    let transport: any HTTPTransport
    let clock: any WallClock
    let log: Logger
    /// Seeds for ids; nil outside the demo.
    var seed: UInt64?
    /// Called with the port once requests are taken.
    var onListening: @Sendable (Int) async -> Void = { _ in }

    /// The services in the order they start; they stop in the opposite order: first nobody is let in any more, then
    /// what is under way ends, then what is stored is read as far as it goes.
    func services() async throws(StoreError) -> [any Service] {
        let counters = Counters()
        let publicURL = PublicURL(settings.server.publicURL ?? "")
        let (reading, sending) = (Nudge(), Nudge())
        let dispatcher = dispatcher(counters: counters, publicURL: publicURL, nudge: sending, wake: reading)
        try await dispatcher.recover()
        let worker = Worker(
            configuration: settings.configuration,
            store: store,
            clock: clock,
            ids: IDSource(seed: seed),
            nudge: reading,
            log: log,
            onDeliveries: { sending.ring() }
        )
        let web = web(counters: counters, publicURL: publicURL, reading: reading, sending: sending)
        return [
            Loop(nudge: reading) { await worker.run() },
            Loop(nudge: sending) { await dispatcher.run() },
            web,
        ]
    }

    private func dispatcher(counters: Counters, publicURL: PublicURL, nudge: Nudge, wake: Nudge) -> Dispatcher {
        let configuration = settings.configuration
        return Dispatcher(
            configuration: OutboundConfiguration(
                sources: configuration.sources,
                creditors: configuration.creditors,
                policy: configuration.policy,
                publicURL: publicURL
            ),
            store: store,
            transport: transport,
            clock: clock,
            ids: IDSource(seed: seed.map { $0 ^ 1 }),
            nudge: nudge,
            counters: counters,
            log: log,
            onOutcome: { wake.ring() }
        )
    }

    private func web(counters: Counters, publicURL: PublicURL, reading: Nudge, sending: Nudge) -> any Service {
        let journal = Journal(store: store, counters: counters, onAppend: { reading.ring() })
        let gateway = Gateway(
            intake: Intake(
                sources: settings.configuration.sources,
                journal: journal,
                clock: clock,
                transport: transport
            ),
            events: CanonicalEvents(journal: journal),
            triggers: Triggers(
                configuration: settings.configuration,
                store: store,
                clock: clock,
                ids: IDSource(seed: seed.map { $0 ^ 2 }),
                onDeliveries: { sending.ring() }
            ),
            store: store,
            clock: clock,
            counters: counters,
            publicURL: publicURL,
            keys: settings.server.keys,
            maxBody: settings.server.maxBody
        )
        return WebServer(gateway: gateway, log: log)
            .application(host: settings.server.host, port: settings.server.port, onListening: onListening)
    }
}

/// A worker as a service: it ends when it is asked to, after the round it is in.
private struct Loop: Service {
    let nudge: Nudge
    let work: @Sendable () async -> Void

    func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            nudge.finish()
        }
    }
}
