import Connectors
import Core
import Foundation
import Hummingbird
import Logging
import NIOCore
import Pipeline
import Policy
import Store

@testable import Web

/// A server in this process, with one source called `pay` that takes posts of up to 1 MiB.
enum House {
    /// Calls `body` with the port of a running server, after `prepare` has put something into its store.
    ///
    /// The source has a secret `token`, which is `swordfish`.
    static func open<Result: Sendable>(
        deadlines: Deadlines = Deadlines(),
        keys: [Secret] = [],
        reloading: Reloading = Reloading(state: Current(ConfigurationState())),
        prepare: (any EventStore) async throws -> Void = { _ in },
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        let gateway = try gateway(keys: keys, reloading: reloading)
        try await prepare(gateway.store)
        var server = WebServer(
            gateway: gateway,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        server.deadlines = deadlines
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let application = server.application(host: "127.0.0.1", port: 0) { announce.yield($0) }
        let task = Task {
            defer { announce.finish() }
            try await application.run()
        }
        defer { task.cancel() }
        for await port in ports { return try await body(port) }
        throw NotListening()
    }

    private struct NotListening: Error {}

    /// A transport that reaches nobody.
    private struct Silence: HTTPTransport {
        func send(_ call: HTTPCall) async -> CallResult { .neverSent(.stopped) }
    }

    private static func gateway(keys: [Secret], reloading: Reloading) throws -> Gateway {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID().uuidString).db").path
        let store = try SQLiteStore.open(path: path)
        let counters = Counters()
        let journal = Journal(store: store, counters: counters, onAppend: {})
        let source = Source(
            name: "pay",
            connector: try Connector.read(connector, name: "test.yaml"),
            secrets: SecretSet(["token": [Secret("swordfish")]]),
            config: [:],
            baseURL: nil
        )
        let current = Current(configuration(source, keys: keys))
        let intake = Intake(journal: journal, clock: SystemClock(), transport: Silence())
        return Gateway(
            intake: intake,
            events: CanonicalEvents(journal: journal),
            triggers: Triggers(
                configuration: current,
                store: store,
                clock: SystemClock(),
                ids: IDSource(seed: 7),
                onDeliveries: {}
            ),
            readmission: Readmission(
                configuration: current,
                store: store,
                intake: intake,
                clock: SystemClock(),
                counters: counters,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                onAppend: {}
            ),
            store: store,
            clock: SystemClock(),
            counters: counters,
            configuration: current,
            reloading: reloading,
            bound: BoundURL()
        )
    }

    private static func configuration(_ source: Source, keys: [Secret]) -> Configuration {
        Configuration(
            sources: [source.name: source],
            creditors: [:],
            policy: PolicyBook(
                gate: Gate(rules: [], digest: "test", zones: ZoneDatabase(), geography: .bundled),
                personas: Personas(),
                routing: Routing(),
                playbooks: [:],
                templates: [:]
            ),
            triggers: [:],
            reach: Reach(keys: keys, maxBody: 1024 * 1024)
        )
    }

    private static let connector = """
        connector: test
        version: 1
        secrets: [token]
        verify:
          none: {because: test}
        normalize:
          rules: []
        """
}
