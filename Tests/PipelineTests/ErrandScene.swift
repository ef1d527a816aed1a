import Connectors
import Core
import Foundation
import Logging
import Store
import Synchronization
import Testing

@testable import Pipeline

/// A provider with a list and records, the source that asks it, and everything that runs errands to it; time is handed in.
struct ErrandScene {
    let provider = ScriptedProvider()
    let clock = HandClock()
    let scene: Scene
    let current: Current<Configuration>
    let catchUp: CatchUp
    let poller: Poller
    let enricher: Enricher
    let maintainer: Maintainer

    var store: SQLiteStore { scene.store }

    init(config: JSONObject = [:], connector: String = connector) throws {
        let source = Source(
            name: "src",
            connector: try Connector.read(connector, name: "src.yaml"),
            secrets: SecretSet(),
            config: config,
            baseURL: "http://127.0.0.1:9"
        )
        scene = try Scene(sources: ["src": source])
        current = Current(scene.configuration)
        let caller = ActionCaller(transport: provider, clock: clock)
        let (clock, log, ids) = (clock, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, IDSource(seed: 3))
        let sinceBoot: @Sendable () -> Int64 = { clock.sinceBoot }
        let nudge = Nudge()
        catchUp = CatchUp(sinceBoot: sinceBoot)
        poller = Poller(
            configuration: current,
            store: scene.store,
            caller: caller,
            clock: clock,
            ids: ids,
            catchUp: catchUp,
            nudge: nudge,
            log: log,
            sinceBoot: sinceBoot,
            onAppend: {}
        )
        enricher = Enricher(
            configuration: current,
            store: scene.store,
            caller: caller,
            clock: clock,
            ids: ids,
            nudge: nudge,
            log: log,
            onFetched: {}
        )
        maintainer = Maintainer(
            configuration: current,
            store: scene.store,
            caller: caller,
            clock: clock,
            ids: ids,
            nudge: nudge,
            log: log,
            sinceBoot: sinceBoot
        )
    }

    /// Reads what is in the journal.
    func read() async {
        let nudge = Nudge()
        let worker = Worker(
            configuration: current,
            store: store,
            clock: clock,
            ids: IDSource(seed: 4),
            nudge: nudge,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onDeliveries: {}
        )
        nudge.ring()
        nudge.finish()
        await worker.run()
    }

    static let connector = #"""
        connector: test
        version: 1
        config: {poll: true, enrich: true, channel: "c1"}
        verify: {none: {because: test}}
        receive:
          decode: json
          key: item.id
          enrich: {when: config.enrich && item.?thin.orValue(false), action: get, input: {id: '${item.id}'}}
        normalize:
          event: {dedupe_id: '${item.id}', occurred_at: '${item.?at}', channel: sms, direction: inbound}
          identifiers: [{kind: phone, value: '${coalesce([full.?phone, item.?phone])}'}]
          rules: [{type: message.received, event: {text: '${coalesce([full.?text, item.?text])}'}}]
        actions:
          list:
            input: {since: string}
            request: {method: GET, url: https://api.example.com/list, query: {since: '${input.since}'}}
            idempotency: natural
            response: {ok: status == 200, retry: status == 429 || status >= 500, permanent: status == 404}
          get:
            input: {id: string}
            request: {method: GET, url: 'https://api.example.com/items/${input.id}'}
            idempotency: natural
            response:
              ok: status == 200
              result: {text: '${json.text}', phone: '${json.?phone}'}
              retry: status == 429 || status >= 500
              permanent: status == 404
          renew:
            input: {id: string}
            request: {method: PUT, url: https://api.example.com/watch, json: {id: '${input.id}', url: '${callback_url}'}}
            idempotency: natural
            response: {ok: status == 200, retry: status >= 500}
        poll:
          texts:
            every: 1m
            when: config.poll
            action: list
            input: {since: '${cursor}'}
            split: json.items
            cursor: json.next
            more: json.?more.orValue(false)
        maintain:
          watch: {every: 12h, when: 'config.channel != ""', action: renew, input: {id: '${config.channel}'}}
        """#
}

extension Poller {
    /// One round, to the end of what it begins.
    func once() async {
        await withDiscardingTaskGroup { group in await round(&group) }
    }
}

extension Maintainer {
    /// One round, to the end of what it begins.
    func once() async {
        await withDiscardingTaskGroup { group in await round(&group) }
    }
}

extension Enricher {
    /// One round, to the end of what it begins.
    func once() async {
        await withDiscardingTaskGroup { group in await askDue(&group) }
    }
}

/// Answers what it is told, in order, and notes what it was asked.
final class ScriptedProvider: HTTPTransport {
    private let script = Mutex<[CallResult]>([])
    private let asked = Mutex<[HTTPCall]>([])

    /// `METHOD PATH?QUERY` of every call.
    var calls: [String] {
        asked.withLock(\.self).map { "\($0.method) \($0.url.replacing("http://127.0.0.1:9", with: ""))" }
    }

    /// The bodies of every call.
    var bodies: [String] { asked.withLock(\.self).map { String(decoding: $0.body, as: UTF8.self) } }

    func answers(_ results: CallResult...) { script.withLock { $0 += results } }

    func send(_ call: HTTPCall) async -> CallResult {
        asked.withLock { $0.append(call) }
        return script.withLock { $0.isEmpty ? .neverSent(.connectFailed) : $0.removeFirst() }
    }
}

extension CallResult {
    static func json(_ body: String, status: Int = 200, headers: [(name: String, value: String)] = []) -> CallResult {
        .replied(HTTPReply(status: status, headers: headers, body: Array(body.utf8)))
    }
}

/// A clock that stands still until it is moved.
final class HandClock: WallClock {
    private let seconds = Mutex<Int64>(0)

    var now: Timestamp { Scene.noon.adding(.seconds(seconds.withLock(\.self))) }
    var sinceBoot: Int64 { 5_000_000_000 + seconds.withLock(\.self) * 1_000_000 }

    func pass(_ span: Int64) { seconds.withLock { $0 += span } }
}
