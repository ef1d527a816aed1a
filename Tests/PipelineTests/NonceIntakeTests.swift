import Connectors
import Core
import Foundation
import Store
import Synchronization
import Testing

@testable import Pipeline

/// What a provider uses once, remembered in the transaction that stores what came with it.
@Suite("Nonces") struct NonceIntakeTests {
    private static let connector = """
        connector: test
        version: 1
        secrets: [token]
        verify:
          all: [{type: equals, value: query.token, secret: token, nonce: {value: query.?once, ttl: 1h}}]
          on_fail: {status: 406}
        receive: {decode: json, split: json, key: item.id}
        normalize: {rules: []}
        """

    /// A clock that is set by hand.
    private final class HandClock: WallClock {
        private let time = Mutex(Scene.noon)
        var now: Timestamp { time.withLock(\.self) }
        func pass(_ span: TimeSpan) { time.withLock { $0 = $0.adding(span) } }
    }

    private struct NoNetwork: HTTPTransport {
        func send(_ call: HTTPCall) async -> CallResult { .neverSent(.connectFailed) }
    }

    private let store: SQLiteStore
    private let intake: Intake
    private let source: Source
    private let clock = HandClock()

    init() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("nonce-\(UUID().uuidString).db").path
        store = try SQLiteStore.open(path: path)
        let journal = Journal(store: store, counters: Counters(), onAppend: {})
        intake = Intake(journal: journal, clock: clock, transport: NoNetwork())
        source = Source(
            name: "src",
            connector: try Connector.read(Self.connector, name: "test.yaml"),
            secrets: SecretSet(["token": [Secret("t0k")]]),
            config: [:],
            baseURL: nil
        )
    }

    /// The status that is answered to items with these ids.
    private func post(_ body: String, once: String?) async throws -> Int {
        let url = "https://gw.example.com/hooks/src?token=t0k" + (once.map { "&once=\($0)" } ?? "")
        let webhook = RawWebhook(
            source: "src",
            method: "POST",
            url: url,
            headers: [],
            body: Array(body.utf8),
            received: clock.now
        )
        do throws(IntakeError) {
            return try await intake.accept(webhook, of: source).status
        } catch {
            guard case .refused(let answer) = error else { throw error }
            return answer.status
        }
    }

    private func items() async throws -> Int {
        try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 100).count }
    }

    private func quarantined() async throws -> [String] {
        try await store.read { (tx) throws(StoreError) in
            try tx.quarantined(before: nil, limit: 100).map { "\($0.stage.rawValue) \($0.reason)" }
        }
    }

    @Test("a provider may send the same again, nobody may send something else with it")
    func replay() async throws {
        #expect(try await post(#"[{"id":"a"},{"id":"b"}]"#, once: "n1") == 200)
        #expect(try await post(#"[{"id":"a"},{"id":"b"}]"#, once: "n1") == 200, "its own retry")
        #expect(try await post(#"[{"id":"b"}]"#, once: "n1") == 200, "known, all of it")
        #expect(try await post(#"[{"id":"c"}]"#, once: "n1") == 406)
        #expect(try await post(#"[{"id":"a"},{"id":"c"}]"#, once: "n1") == 406, "one of them is new")
        #expect(try await items() == 2)
        #expect(try await quarantined() == ["verify replayed", "verify replayed"])
        #expect(try await post(#"[{"id":"c"}]"#, once: "n2") == 200)
        #expect(try await items() == 3)
    }

    @Test("a retry that was signed anew is remembered too")
    func resigned() async throws {
        #expect(try await post(#"[{"id":"a"}]"#, once: "n1") == 200)
        #expect(try await post(#"[{"id":"a"}]"#, once: "n2") == 200)
        #expect(try await post(#"[{"id":"b"}]"#, once: "n2") == 406)
    }

    @Test("another body under a known key goes the way of conflicts")
    func conflict() async throws {
        #expect(try await post(#"[{"id":"a","n":1}]"#, once: "n1") == 200)
        #expect(try await post(#"[{"id":"a","n":2}]"#, once: "n1") == 200)
        #expect(try await quarantined().first?.hasPrefix("conflict ") == true)
    }

    @Test("what cannot be read is kept once for each nonce")
    func unreadable() async throws {
        for _ in 0..<3 { #expect(try await post("{", once: "n1") == 200) }
        #expect(try await quarantined().count == 1)
        #expect(try await post("{", once: "n2") == 200)
        #expect(try await quarantined().count == 2)
    }

    @Test("a request without a nonce is judged by nothing else")
    func none() async throws {
        for id in ["a", "b"] { #expect(try await post("[{\"id\":\"\(id)\"}]", once: nil) == 200) }
        #expect(try await items() == 2)
    }

    @Test("they are forgotten when their time has passed, and new ones take their place")
    func expiry() async throws {
        #expect(try await post(#"[{"id":"a"}]"#, once: "n1") == 200)
        clock.pass(.seconds(3599))
        #expect(try await post(#"[{"id":"b"}]"#, once: "n1") == 406)
        clock.pass(.seconds(2))
        #expect(try await post(#"[{"id":"b"}]"#, once: "n1") == 200, "its hour is over")
        #expect(try await post(#"[{"id":"c"}]"#, once: "n1") == 406, "and another has begun")
        clock.pass(.seconds(7200))
        #expect(try await post(#"[{"id":"d"}]"#, once: "n2") == 200)
        let (old, new) = try await store.read { (tx) throws(StoreError) in
            (try tx.remembered(key: Self.key("n1")), try tx.remembered(key: Self.key("n2")))
        }
        #expect(old == nil && new != nil, "what has ended is swept away")
    }

    /// SHA-256 of the word, as `sha256sum` says it.
    private static func key(_ word: String) -> String {
        let digests = [
            "n1": "676b8bb84ce7267dd520deca4811c8f10a53e636352f06987f42fe425acedd80",
            "n2": "0480a93d2e9b094b89e08e01976089ac18193af802c66b631cc8d2dc1bae8c88",
        ]
        return "nonce:src:\(digests[word] ?? "")"
    }

    @Test("of many that come at once with one nonce and items of their own, one is taken")
    func race() async throws {
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for id in 0..<20 { group.addTask { try? await post("[{\"id\":\"\(id)\"}]", once: "n1") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.count { $0 == 406 } == 19)
        #expect(try await items() == 1)
    }
}
