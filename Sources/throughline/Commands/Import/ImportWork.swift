import ArgumentParser
import Connectors
import Core
import Outbound
import Pipeline
import Store

/// Imports one file, or plans to: here, when nobody else has the data, otherwise through the daemon that has.
struct ImportWork {
    /// What came of it.
    enum Outcome {
        case report(JSON)
        /// Nothing of the file can be read: `line`, `column`, `reason`, `hint`.
        case refused(JSON)
    }

    let settings: Settings
    /// The file's path.
    let file: String
    let source: String
    let isPlan: Bool
    /// Whether nobody looks at how far it has come.
    let isQuiet: Bool

    /// Imports it where the data is; `isHere` says whether no daemon has done it.
    func run() async throws -> (outcome: Outcome, isHere: Bool) {
        guard Disk.makeFolder(Paths.folder(of: settings.storePath)) else {
            Terminal.error("The folder of \(settings.storePath) cannot be written.")
            throw Ending.store
        }
        guard let lock = DataLock(storePath: settings.storePath) else {
            let host = settings.server.host == "0.0.0.0" ? "127.0.0.1" : settings.server.host
            return (try await send(to: "http://\(host):\(settings.server.port)"), false)
        }
        let outcome = try await runHere()
        withExtendedLifetime(lock) {}
        return (outcome, true)
    }

    private func runHere() async throws -> Outcome {
        let store = try open()
        do throws(ImportError) {
            let report = try await work(store)
            await store.close()
            return .report(report.json)
        } catch {
            await store.close()
            return try outcome(error)
        }
    }

    private func open() throws -> SQLiteStore {
        do throws(StoreError) {
            return try SQLiteStore.open(path: settings.storePath)
        } catch {
            Terminal.error("The store cannot be opened: \(error).")
            throw Ending.store
        }
    }

    private func work(_ store: any EventStore) async throws(ImportError) -> ImportReport {
        guard let input = InputFile(file, followingLinks: true) else { throw .brokenOff }
        let imports = FileImports(
            configuration: Current(settings.configuration),
            store: store,
            clock: SystemClock(),
            archive: settings.archiveFolder,
            onAppend: {}
        )
        let progress = ProgressLine(isShown: !isQuiet)
        defer { progress.end() }
        let name = Disk.name(of: file)
        return isPlan
            ? try await imports.plan(input, name: name, source: source, onProgress: { progress.show($0) })
            : try await imports.execute(input, name: name, source: source, onProgress: { progress.show($0) })
    }

    private func outcome(_ error: ImportError) throws -> Outcome {
        switch error {
        case .unreadable(let failure): return .refused(.object(failure.json))
        case .unknownSource, .readsNoFiles: throw Terminal.misuse("No files are read by the source `\(source)`.")
        case .brokenOff: throw Terminal.misuse("\(file) cannot be read.")
        case .archive: Terminal.error("The archive \(settings.archiveFolder) cannot be written.")
        case .stopped: Terminal.error("Stopped; the same again goes on where this stopped.")
        case .store(let reason): Terminal.error("The store could not do it: \(reason).")
        }
        throw Ending.store
    }
}

extension ImportWork {
    /// Bytes of a file that is sent to a daemon.
    private static let sizeLimit = 256 * 1024 * 1024

    /// Lets a daemon do it.
    func send(to url: String) async throws -> Outcome {
        guard let bytes = FileBytes.read(file, limit: Self.sizeLimit) else {
            let hint = "longer ones are put into the folder of their source"
            throw Terminal.misuse("\(file) cannot be read, or is longer than 256 MiB: \(hint).")
        }
        let name = Disk.name(of: file).queryEncoded
        let path = "/v1/imports?source=\(source.queryEncoded)&name=\(name)&plan=\(isPlan)"
        let (status, answer) = try await GatewayOption.parse(["--url", url]).ask {
            (client) throws(GatewayClient.Failure) in try await client.send(bytes, to: path)
        }
        if status == 200 { return .report(answer) }
        if status == 422, answer["line"] != nil { return .refused(answer) }
        Terminal.error("\(url) answered \(status). \(Terminal.safe(answer["detail"]?.string ?? ""))")
        throw status == 503 ? Ending.busy : ExitCode.failure
    }
}

extension Settings {
    /// Where copies of imported files are kept, and their rejects.
    var archiveFolder: String { "\(Paths.folder(of: storePath))/archive" }
}
