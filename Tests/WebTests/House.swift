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
    /// Calls `body` with the port of a running server.
    static func open<Result: Sendable>(
        deadlines: Deadlines = Deadlines(),
        keys: [Secret] = [],
        _ body: (Int) async throws -> Result
    ) async throws -> Result {
        var server = WebServer(
            gateway: try gateway(keys: keys),
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

    private static func gateway(keys: [Secret]) throws -> Gateway {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID().uuidString).db").path
        let store = try SQLiteStore.open(path: path)
        let counters = Counters()
        let journal = Journal(store: store, counters: counters, onAppend: {})
        let source = Source(
            name: "pay",
            connector: try Connector.read(connector, name: "test.yaml"),
            secrets: SecretSet([:]),
            config: [:],
            baseURL: nil
        )
        return Gateway(
            intake: Intake(
                sources: ["pay": source],
                journal: journal,
                clock: SystemClock(),
                transport: Silence()
            ),
            events: CanonicalEvents(journal: journal),
            triggers: Triggers(
                configuration: configuration,
                store: store,
                clock: SystemClock(),
                ids: IDSource(seed: 7),
                onDeliveries: {}
            ),
            store: store,
            clock: SystemClock(),
            counters: counters,
            publicURL: PublicURL(),
            keys: keys,
            maxBody: 1024 * 1024
        )
    }

    private static var configuration: Configuration {
        Configuration(
            sources: [:],
            creditors: [:],
            policy: PolicyBook(
                gate: Gate(rules: [], digest: "test", zones: ZoneDatabase(), geography: .bundled),
                personas: Personas(),
                routing: Routing(),
                playbooks: [:],
                templates: [:]
            ),
            triggers: [:]
        )
    }

    private static let connector = """
        connector: test
        version: 1
        verify:
          none: {because: test}
        normalize:
          rules: []
        """
}
