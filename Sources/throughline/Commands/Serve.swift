import ArgumentParser
import Core
import Glibc
import Logging
import Outbound
import ServiceLifecycle
import Store
import UnixSignals

/// `throughline serve`: the daemon.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the daemon.")

    @OptionGroup var options: ConfigOption

    func run() async throws {
        signal(SIGHUP, SIG_IGN)  // until it is heeded: it must never end us
        let files = SettingsFiles(file: options.config)
        let (settings, seen) = try read(files)
        guard Folders.make(Paths.folder(of: settings.storePath)), let lock = DataLock(storePath: settings.storePath)
        else {
            Terminal.error("Another daemon works on \(settings.storePath), or its folder cannot be written.")
            throw Ending.busy
        }
        var log = Logger(label: "throughline") { _ in JSONLog() }
        log[metadataKey: "version"] = "\(Throughline.version)"
        let signals = await UnixSignalsSequence(trapping: .sighup)
        try await serve(settings, Daemon.Files(files: files, seen: seen, signals: signals), log: log)
        withExtendedLifetime(lock) {}
    }

    private func read(_ files: SettingsFiles) throws -> (settings: Settings, seen: [String: FileSight]) {
        let reading = files.read()
        switch reading.result {
        case .success(let settings): return (settings, reading.seen)
        case .failure(let problems): throw Terminal.refuse(problems, asJSON: false)
        }
    }

    private func serve(_ settings: Settings, _ files: Daemon.Files, log: Logger) async throws {
        let store = try open(settings.storePath, log: log)
        let transport = try CurlTransport()
        var daemon = Daemon(settings: settings, store: store, transport: transport, clock: SystemClock(), log: log)
        daemon.files = files
        daemon.onListening = { [host = settings.server.host] port in
            log.info("listening", metadata: ["host": "\(host)", "port": "\(port)"])
        }
        let services: [any Service]
        do {
            services = try await daemon.services()
        } catch {
            log.error("the store cannot be read", metadata: ["reason": "\(error)"])
            throw Ending.store
        }
        let group = ServiceGroup(
            configuration: .init(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        )
        do {
            try await group.run()
        } catch {
            guard "\(error)".contains("errno: \(EADDRINUSE)") else { throw error }
            Terminal.error("\(settings.server.host):\(settings.server.port) is taken by another program.")
            throw Ending.busy
        }
        await transport.stop()
        await store.close()
        log.info("stopped")
    }

    private func open(_ path: String, log: Logger) throws -> SQLiteStore {
        do throws(StoreError) {
            return try SQLiteStore.open(path: path) { failure in
                log.critical("the store must recover before it acknowledges again", metadata: ["reason": "\(failure)"])
                Glibc.exit(Ending.store.rawValue)
            }
        } catch {
            log.error("the store cannot be opened", metadata: ["reason": "\(error)"])
            throw Ending.store
        }
    }
}
