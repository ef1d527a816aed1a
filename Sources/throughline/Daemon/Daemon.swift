import Core
import Hummingbird
import Logging
import Outbound
import Pipeline
import ServiceLifecycle
import Store
import UnixSignals
import Web

/// The one place where objects are made and joined.
struct Daemon {
    let settings: Settings
    let store: any EventStore
    let transport: any HTTPTransport
    let clock: any WallClock
    let log: Logger
    /// What may not leave until we have caught up with providers.
    let catchUp = CatchUp()
    /// Seeds for ids; nil outside the demo.
    var seed: UInt64?
    /// What the settings were read from, when it is to be read again.
    var files: Files?
    /// Called with the port once requests are taken.
    var onListening: @Sendable (Int) async -> Void = { _ in }

    /// The files a daemon follows, and the signal at which it reads them again.
    struct Files {
        let files: SettingsFiles
        let seen: [String: FileSight]
        let signals: UnixSignalsSequence
    }

    /// The services in the order they start; they stop in the opposite order: first nobody is let in any more, then
    /// what is under way ends, then what is stored is read as far as it goes.
    func services() async throws(StoreError) -> [any Service] {
        let parts = Parts(self)
        let dispatcher = dispatcher(parts)
        try await dispatcher.recover()
        let worker = worker(parts)
        let errands = Errands(self, parts)
        let reloader = reloader(parts.inForce)
        let imports = imports(parts)
        return [
            Loop(nudge: parts.reading) { await worker.run() },
            Loop(nudge: parts.sending) { await dispatcher.run() },
        ] + errands.loops + [
            Loop(every: .seconds(1)) { await FolderWatch(imports: imports, nudge: $0, log: log).run() },
            web(parts, reloader, imports),
        ] + [reload(reloader)].compactMap(\.self)
    }

    private func worker(_ parts: Parts) -> Worker {
        Worker(
            configuration: parts.inForce.configuration,
            store: store,
            clock: clock,
            ids: IDSource(seed: seed),
            nudge: parts.reading,
            log: log,
            onAwaiting: { parts.enriching.ring() },
            onDeliveries: parts.onDeliveries
        )
    }

    private func dispatcher(_ parts: Parts) -> Dispatcher {
        Dispatcher(
            configuration: parts.inForce.outbound,
            store: store,
            caller: parts.caller,
            clock: clock,
            ids: IDSource(seed: seed.map { $0 ^ 1 }),
            nudge: parts.sending,
            counters: parts.counters,
            log: log,
            onOutcome: parts.onAppend
        )
    }

    private func reloader(_ inForce: InForce) -> Reloader? {
        files.map { files in
            let version = SettingsFiles.Version(settings: settings, seen: files.seen)
            return Reloader(files.files, version: version, inForce: inForce, clock: clock, log: log)
        }
    }

    private func reload(_ reloader: Reloader?) -> (any Service)? {
        guard let reloader, let files else { return nil }
        return ReloadService(reloader: reloader, signals: files.signals)
    }

    private func imports(_ parts: Parts) -> FileImports {
        FileImports(
            configuration: parts.inForce.configuration,
            store: store,
            clock: clock,
            archive: settings.archiveFolder,
            onAppend: parts.onAppend
        )
    }

    private func web(_ parts: Parts, _ reloader: Reloader?, _ imports: FileImports) -> any Service {
        let journal = Journal(store: store, counters: parts.counters, onAppend: parts.onAppend)
        let intake = Intake(
            journal: journal,
            clock: clock,
            transport: transport,
            caller: parts.caller,
            captured: CapturedSecrets(folder: settings.capturedFolder, log: log)
        )
        var gateway = Gateway(
            intake: intake,
            events: CanonicalEvents(journal: journal),
            triggers: triggers(parts),
            readmission: readmission(parts, intake),
            store: store,
            clock: clock,
            counters: parts.counters,
            configuration: parts.inForce.configuration,
            reloading: reloader?.reloading ?? Reloading(state: Current(ConfigurationState())),
            bound: parts.inForce.bound
        )
        gateway.imports = imports
        return WebServer(gateway: gateway, log: log)
            .application(host: settings.server.host, port: settings.server.port, onListening: onListening)
    }

    private func triggers(_ parts: Parts) -> Triggers {
        Triggers(
            configuration: parts.inForce.configuration,
            store: store,
            clock: clock,
            ids: IDSource(seed: seed.map { $0 ^ 2 }),
            onDeliveries: parts.onDeliveries
        )
    }

    private func readmission(_ parts: Parts, _ intake: Intake) -> Readmission {
        Readmission(
            configuration: parts.inForce.configuration,
            store: store,
            intake: intake,
            clock: clock,
            counters: parts.counters,
            log: log,
            onAppend: parts.onAppend
        )
    }
}

extension Reloader {
    /// As the routes see it.
    fileprivate nonisolated var reloading: Reloading {
        Reloading(state: state) { [self] in await reload(by: .request) }
    }
}
