import Connectors
import Core
import Foundation
import Logging
import Store
import Testing

@testable import Pipeline

/// A source whose secret and connector are mended while requests wait in quarantine.
struct ReadmissionScene {
    /// What may be wrong with the configuration, and be mended.
    struct Setting {
        var token: String? = "good"
        var split = "json.items"
        var text = "${item.text}"
        var publicURL = "https://gw.example.com"
        var verify = Setting.believesTokens

        static let believesTokens = """
            - type: equals
              value: headers.token
              secret: token
              timestamp: {value: headers.at, format: unix, tolerance_s: 300}
            """
        /// A signature over the URL, as good as one.
        static let believesURLs = "- {type: equals, value: 'url + headers.token', secret: token}"
        static let believesOnce = """
            - {type: equals, value: headers.token, secret: token, nonce: {value: headers.at}}
            """
    }

    let store: SQLiteStore
    let counters = Counters()
    private let configuration: Current<Configuration>
    private let intake: Intake
    let readmission: Readmission

    /// Reaches nobody.
    private struct Silence: HTTPTransport {
        func send(_ call: HTTPCall) async -> CallResult { .neverSent(.stopped) }
    }

    private struct Noon: WallClock {
        var now: Timestamp { Scene.noon }
    }

    init(_ setting: Setting = Setting()) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("again-\(UUID().uuidString).db").path
        store = try SQLiteStore.open(path: path)
        configuration = Current(try Self.configuration(setting))
        let journal = Journal(store: store, counters: counters, onAppend: {})
        intake = Intake(journal: journal, clock: Noon(), transport: Silence())
        readmission = Readmission(
            configuration: configuration,
            store: store,
            intake: intake,
            clock: Noon(),
            counters: counters,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onAppend: {}
        )
    }

    /// Puts a mended configuration in force; none: the source is gone.
    func mend(_ setting: Setting?) throws {
        configuration.replace(try setting.map(Self.configuration) ?? Scene().configuration)
    }

    private static func configuration(_ setting: Setting) throws -> Configuration {
        let yaml = """
            connector: pay
            version: 1
            secrets: [token]
            verify:
              all:
            \(setting.verify.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            receive:
              decode: json
              split: \(setting.split)
              key: item.id
            normalize:
              event: {text: "\(setting.text)"}
              rules: [{type: message.received}]
            """
        let source = Source(
            name: "pay",
            connector: try Connector.read(yaml, name: "pay.yaml"),
            secrets: SecretSet(setting.token.map { ["token": [Secret($0)]] } ?? [:]),
            config: [:],
            baseURL: nil
        )
        var configuration = try Scene(sources: ["pay": source]).configuration
        configuration.reach = Reach(publicURL: PublicURL(setting.publicURL))
        return configuration
    }

    static let body = #"{"items":[{"id":"a","text":"hello"},{"id":"b","text":"again"}]}"#

    /// Sends a request at noon; true when it was acknowledged.
    @discardableResult
    func send(_ body: String = body, token: String = "good", at age: Int64 = 0) async throws -> Bool {
        let source = try #require(configuration.value.sources["pay"])
        let webhook = RawWebhook(
            source: "pay",
            method: "POST",
            url: configuration.value.reach.publicURL.text + "/hooks/pay",
            headers: [("token", token), ("at", String(Scene.noon.seconds - age))],
            body: Array(body.utf8),
            received: Scene.noon
        )
        do throws(IntakeError) {
            _ = try await intake.accept(webhook, of: source)
            return true
        } catch {
            return false
        }
    }

    /// Reads what is pending, as the worker does.
    func work() async throws {
        let timeline = Timeline(configuration: configuration.value, ids: IDSource(seed: 7))
        let normalizer = Normalizer(sources: timeline.configuration.sources)
        try await store.write { (tx) throws(StoreError) in
            for item in try tx.pendingItems(limit: 100) {
                guard let stored = try tx.webhook(item.webhook) else { continue }
                try timeline.record(normalizer.read([item], of: stored), turn: timeline.turn(tx, at: Scene.noon))
            }
        }
    }

    /// Newest first.
    func entries() async throws -> [Quarantined] {
        try await store.read { (tx) throws(StoreError) in try tx.quarantined(before: nil, limit: 100) }
    }

    func newest() async throws -> Int64 { try #require(try await entries().first).number }

    /// Keys of the items nobody has read.
    func pending() async throws -> [String] {
        try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 100).map(\.key) }
    }

    /// The text of the event with an id.
    func text(_ id: String) async throws -> String? {
        try await store.read { (tx) throws(StoreError) in try tx.event(source: "pay", id: id)?.data["text"]?.string }
    }
}
