import Connectors
import Core
import Foundation
import Logging
import Policy
import Store
import Testing

@testable import Pipeline

/// A folder, a store and a source of files, whose connector comes with the gateway.
struct FileScene {
    static let header = "kind,account,balance,first_name"

    let scene: Scene
    let clock = SceneClock()
    let folder: URL
    let imports: FileImports
    let watched: WatchedFolder

    init(store: (any EventStore)? = nil, marker: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        watched = WatchedFolder(path: folder.appending(path: "incoming").path, marker: marker)
        let source = Source(
            name: "placements",
            connector: try Self.connector(),
            secrets: SecretSet(),
            config: ["creditor": "acme"],
            baseURL: nil,
            folder: watched
        )
        scene = try Scene(sources: ["placements": source])
        imports = FileImports(
            configuration: Current(scene.configuration),
            store: store ?? scene.store,
            clock: clock,
            archive: folder.appending(path: "archive").path,
            onAppend: {}
        )
    }

    private static func connector() throws -> Connector {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "Connectors/system-of-record/connector.yaml")
        return try Connector.read(try String(contentsOf: file, encoding: .utf8), name: "connector.yaml")
    }

    var store: SQLiteStore { scene.store }

    /// A file of placements: `account,balance,first_name` in each line.
    func write(_ rows: String..., to name: String = "placements.csv") throws -> URL {
        let lines = [Self.header] + rows.map { "placement,\($0)" }
        return try put(lines.joined(separator: "\n") + "\n", at: folder.appending(path: name))
    }

    func put(_ text: String, at url: URL) throws -> URL {
        try Data(text.utf8).write(to: url)
        return url
    }

    func plan(_ file: URL) async throws -> ImportReport {
        let input = try #require(InputFile(file.path))
        return try await imports.plan(input, name: file.lastPathComponent, source: "placements")
    }

    func execute(_ file: URL, stopAt rows: Int = .max) async throws -> ImportReport {
        let (input, counter) = (try #require(InputFile(file.path)), Counter())
        return try await imports.execute(
            input,
            name: file.lastPathComponent,
            source: "placements",
            shouldStop: { counter.count >= rows },
            onProgress: { counter.count = $0 }
        )
    }

    /// Reads everything that was journaled, as the daemon does.
    func work() async {
        let nudge = Nudge()
        let worker = Worker(
            configuration: Current(scene.configuration),
            store: store,
            clock: clock,
            ids: IDSource(seed: 3),
            nudge: nudge,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onDeliveries: {}
        )
        nudge.ring()
        nudge.finish()
        await worker.run()
    }

    /// The events of an account's customer, each as `TYPE ID`.
    func events(of account: String) async throws -> [String] {
        let identifier = try #require(Identifier(kind: .account, value: "acme:\(account)"))
        return try await store.read { (tx) throws(StoreError) in
            guard let customer = try tx.customer(holding: identifier) else { return [] }
            return try tx.timeline(of: customer, after: nil, limit: 1000).map { "\($0.type) \($0.id)" }
        }
    }

    func counts() async throws -> StoreCounts {
        try await store.read { [clock] (tx) throws(StoreError) in try tx.counts(at: clock.now) }
    }

    func names(in path: String) -> [String] {
        (FileBytes.names(in: folder.appending(path: path).path) ?? []).filter { !$0.hasPrefix(".") }
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    private final class Counter: @unchecked Sendable {
        // read and written by the one import that runs
        var count = 0
    }
}

extension ImportReport {
    /// `new/changed/unchanged/rejected`.
    var counts: String { "\(new)/\(changed)/\(unchanged)/\(rejected)" }
}

/// A clock that stands unless somebody moves it.
final class SceneClock: WallClock, @unchecked Sendable {
    // moved between pieces of work, by the test alone
    var now = Scene.noon
}
