import ArgumentParser
import Connectors
import Core
import Glibc
import Logging
import Outbound
import Pipeline
import Sandbox
import ServiceLifecycle
import Store
import UnixSignals

/// A daemon and its sandbox providers in this process, on a clock of their own.
struct Stage: Sendable {
    /// The story begins on a Tuesday morning: 11:00 in New York, 10:00 in Chicago, 6:00 in Honolulu.
    static let start = Timestamp(rfc3339: "2027-03-02T16:00:00Z") ?? Timestamp(seconds: 0)
    /// Ids come from this.
    static let seed: UInt64 = 2027

    let settings: Settings
    let clock: DemoClock
    let transport: CurlTransport
    let sandbox: SandboxServer
    let sandboxAddress: SandboxAddress
    let store: SQLiteStore
    let log: Logger
    /// Held while the demo runs.
    let lock: DataLock

    /// The second the clock shows.
    var second: Timestamp { Timestamp(seconds: clock.now.seconds) }

    /// The daemon as a client sees it.
    var client: GatewayClient {
        GatewayClient(base: "http://\(settings.server.host):\(settings.server.port)", transport: transport)
    }

    /// The sandbox as a client sees it.
    var sandboxClient: GatewayClient {
        GatewayClient(base: "http://\(sandboxAddress.text)", transport: transport)
    }

    /// Reads the configuration, makes the sandbox's secrets and an empty database.
    ///
    /// With `isPublic` it takes the ports of the configuration, otherwise any free ones.
    static func build(options: ConfigOption, isPublic: Bool) async throws -> Stage {
        var overrides = SettingsReader.Overrides()
        let folder = Paths.folder(of: options.config)
        var address = SandboxAddress.standard
        if !isPublic {
            address.port = FreePort.find()
            overrides.listen = "127.0.0.1:\(FreePort.find())"
        }
        overrides.sandboxAddress = address.text
        let name = isPublic ? "demo" : "demo-\(getpid())"
        overrides.storePath = Paths.resolve("data/\(name).db", in: folder)
        try SandboxSetup(file: options.config).prepareSecrets()
        let settings = try options.read(overrides)
        try refuseRealProviders(settings)
        guard Folders.make(Paths.folder(of: settings.storePath)), let lock = DataLock(storePath: settings.storePath)
        else {
            Terminal.error("Another demo is running here; end it first.")
            throw Ending.busy
        }
        removeDatabase(settings.storePath)
        var log = Logger(label: "demo") { _ in JSONLog() }
        log.logLevel = .warning
        let clock = DemoClock(start: start)
        let transport = try CurlTransport()
        return Stage(
            settings: settings,
            clock: clock,
            transport: transport,
            sandbox: try SandboxSetup(file: options.config)
                .server(settings: settings, clock: clock, transport: transport, faults: []),
            sandboxAddress: address,
            store: try SQLiteStore.open(path: settings.storePath),
            log: log,
            lock: lock
        )
    }

    private static func removeDatabase(_ path: String) {
        for file in [path, path + "-wal", path + "-shm"] { unlink(file) }
        if path.contains("demo-") { unlink(path.dropLast(3) + ".lock") }
    }

    /// The demo's clock is not the world's: nobody real may hear of it.
    private static func refuseRealProviders(_ settings: Settings) throws {
        for source in settings.configuration.sources.values.sorted(by: { $0.name < $1.name })
        where source.baseURL?.hasPrefix("http://127.0.0.1:") != true {
            Terminal.error("Source \(source.name) is not the sandbox; the demo plays with sandbox providers only.")
            throw Ending.configuration
        }
    }

    /// Runs daemon and sandbox while `scenes` play, then stops both; or, with `staysUp`, leaves them up until Ctrl-C,
    /// the clock running sixty times as fast as the wall.
    func perform(staysUp: Bool, _ scenes: @escaping @Sendable () async throws -> Void) async throws {
        let (listening, announce) = AsyncStream<Void>.makeStream()
        var daemon = Daemon(settings: settings, store: store, transport: transport, clock: clock, log: log)
        daemon.seed = Self.seed
        daemon.onListening = { _ in announce.yield() }
        let catchUp = daemon.catchUp
        let players = [SandboxService(server: sandbox, address: sandboxAddress)] + (try await daemon.services())
        let group = ServiceGroup(
            configuration: .init(services: players, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            var isListening = false
            for await _ in listening {
                isListening = true
                break
            }
            guard isListening else { return try await tasks.waitForAll() }
            do {
                try await waitForSandbox()
                try await waitUntilCaughtUp(catchUp)
                try await scenes()
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            if staysUp { clock.run(rate: 60) } else { await group.triggerGracefulShutdown() }
            try await tasks.waitForAll()
        }
        await transport.stop()
        await store.close()
        if !staysUp { Self.removeDatabase(settings.storePath) }
    }

    /// Contacts wait until the sandbox was asked what happened while nobody listened; the story's clock stands meanwhile.
    private func waitUntilCaughtUp(_ catchUp: CatchUp) async throws {
        for _ in 0..<500 {
            if catchUp.hold == ContactHold() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw GatewayClient.Failure(description: "The daemon does not catch up with the sandbox.")
    }

    private func waitForSandbox() async throws {
        for _ in 0..<100 {
            if (try? await sandboxClient.text("/_report")) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw GatewayClient.Failure(description: "The sandbox does not answer on \(sandboxAddress.text).")
    }
}
