import Connectors
import Core
import Foundation
import Store
import Synchronization
import Testing

@testable import Pipeline

/// Keys that providers publish: fetched once, kept for as long as the connector says.
@Suite("Published keys") struct KeyCacheTests {
    private static let url = "https://keys.example.com/set"
    private static let set = Array(#"{"keys":[]}"#.utf8)

    /// Answers with what it is given, after as many questions as `gate` wants to see.
    private final class Provider: HTTPTransport {
        private let result: CallResult
        private let asked = Mutex<[HTTPCall]>([])
        private let isOpen: @Sendable () -> Bool

        init(_ result: CallResult, isOpen: @escaping @Sendable () -> Bool = { true }) {
            (self.result, self.isOpen) = (result, isOpen)
        }

        convenience init(status: Int = 200, _ body: [UInt8] = KeyCacheTests.set) {
            self.init(.replied(HTTPReply(status: status, body: body)))
        }

        var calls: [HTTPCall] { asked.withLock(\.self) }

        func send(_ call: HTTPCall) async -> CallResult {
            asked.withLock { $0.append(call) }
            while !isOpen() { await Task.yield() }
            return result
        }
    }

    private static func source(origins: OriginMap = OriginMap()) throws -> Source {
        let yaml = """
            connector: x
            version: 1
            verify:
              all:
                - type: jwt
                  token: headers.authorization
                  algorithms: [ES256]
                  key: {jwks_url: headers.set, allow: 'https://keys\\.example\\.com/[a-z0-9]+'}
            """
        return Source(
            name: "x",
            connector: try Connector.read(yaml, name: "x.yaml"),
            secrets: SecretSet(),
            config: [:],
            baseURL: nil,
            origins: origins
        )
    }

    private static func webhook(_ url: String = url) -> RawWebhook {
        let token = ["{\"alg\":\"ES256\"}", "{}", "x"].map { Base64.encode(Array($0.utf8), urlSafe: true) }
        let headers = [(name: "authorization", value: token.joined(separator: ".")), (name: "set", value: url)]
        return RawWebhook(source: "x", method: "POST", url: "", headers: headers, body: [], received: Scene.noon)
    }

    private static func request(
        _ url: String = url,
        of source: Source,
        documents: [String: String] = [:]
    ) throws -> KeyRequest {
        let verification = source.verify(webhook(url), at: Scene.noon, documents: documents)
        guard case .needs(.document(let request), otherwise: _) = verification else { throw Failure() }
        return request
    }

    private struct Failure: Error {}

    private final class Count: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock(\.self) }
        func raise() { count.withLock { $0 += 1 } }
    }

    @Test("one fetch for all who wait, and one for all who come later")
    func herd() async throws {
        let waiting = Count()
        let provider = Provider(.replied(HTTPReply(status: 200, body: Self.set))) { waiting.value == 50 }
        let cache = KeyCache(transport: provider, clock: SystemClock())
        let source = try Self.source()
        let request = try Self.request(of: source)
        let texts = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    waiting.raise()
                    return await cache.document(for: request, of: source)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts.count == 50)
        #expect(texts.allSatisfy { $0 == String(decoding: Self.set, as: UTF8.self) })
        _ = await cache.document(for: request, of: source)
        #expect(provider.calls.count == 1)
        #expect(provider.calls.first?.url == Self.url)
        #expect(provider.calls.first?.limits.totalTimeout == .seconds(5))
        #expect(provider.calls.first?.limits.allowsPrivateAddresses == false)
    }

    @Test("what is not the document is not kept, and not asked for again at once")
    func failures() async throws {
        let long = Array(#"{"keys":[]}"#.utf8) + [UInt8](repeating: 0x20, count: HTTPReply.keptBodyBytes)
        let results: [CallResult] = [
            .replied(HTTPReply(status: 404)), .replied(HTTPReply(status: 302, body: Self.set)), .lost(.timeout),
            .neverSent(.unresolvedHost), .replied(HTTPReply(status: 200, body: Array("<html>".utf8))),
            .replied(HTTPReply(status: 200, body: Array(long.prefix(HTTPReply.keptBodyBytes)))),
        ]
        for result in results {
            let provider = Provider(result)
            let cache = KeyCache(transport: provider, clock: SystemClock())
            let source = try Self.source()
            let request = try Self.request(of: source)
            for _ in 0..<3 { #expect(await cache.document(for: request, of: source) == nil, "\(result)") }
            #expect(provider.calls.count == 1, "\(result)")
        }
    }

    @Test("the operator may send fetches elsewhere, after the allow-list has seen where they were meant to go")
    func origins() async throws {
        let provider = Provider()
        let cache = KeyCache(transport: provider, clock: SystemClock())
        let source = try Self.source(origins: OriginMap(["https://KEYS.example.com/": "http://127.0.0.1:8081/keys/"]))
        let request = try Self.request(of: source)
        #expect(request.url == Self.url)
        #expect(await cache.document(for: request, of: source) != nil)
        #expect(provider.calls.first?.url == "http://127.0.0.1:8081/keys/set")
        #expect(provider.calls.first?.limits.allowsPrivateAddresses == true)
        #expect(throws: Failure.self) { try Self.request("http://127.0.0.1:8081/keys/set", of: source) }
    }

    @Test("a shelf: how long a copy is good, and when another is worth asking for")
    func shelf() {
        let start = ContinuousClock.now
        var shelf = KeyShelf()
        func advice(after seconds: Int, isRenewal: Bool = false) -> KeyShelf.Advice {
            shelf.advice(on: "u", lifetime: .seconds(3600), isRenewal: isRenewal, at: start + .seconds(seconds))
        }
        #expect(advice(after: 0) == .fetch)
        shelf.keep("t", from: "u", at: start)
        #expect(advice(after: 3599) == .use("t"))
        #expect(advice(after: 3600) == .fetch)
        #expect(advice(after: 299, isRenewal: true) == .giveUp)
        #expect(advice(after: 300, isRenewal: true) == .fetch)
        shelf.noteFailure(of: "u", at: start + .seconds(300))
        #expect(advice(after: 309, isRenewal: true) == .giveUp)
        #expect(advice(after: 309) == .use("t"), "a copy that is good stays")
        #expect(advice(after: 310, isRenewal: true) == .fetch)
    }

    @Test("a shelf is bounded, and its oldest go first")
    func bounds() {
        let start = ContinuousClock.now
        var shelf = KeyShelf()
        for number in 0...KeyShelf.capacity {
            shelf.keep("t", from: "u\(number)", at: start + .seconds(number))
            shelf.noteFailure(of: "f\(number)", at: start + .seconds(number))
        }
        let now = start + .seconds(KeyShelf.capacity)
        let advice = ["u0", "u1", "u\(KeyShelf.capacity)"].map { url in
            shelf.advice(on: url, lifetime: .seconds(3600), isRenewal: false, at: now)
        }
        #expect(advice == [.fetch, .use("t"), .use("t")])
    }

    @Test("a sender whose key cannot be had is told when to come again")
    func unavailable() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString).db").path
        let journal = Journal(store: try SQLiteStore.open(path: path), counters: Counters(), onAppend: {})
        for (provider, status) in [(Provider(.lost(.timeout)), 503), (Provider(), 401)] {
            let (intake, source) = (
                Intake(journal: journal, clock: SystemClock(), transport: provider), try Self.source()
            )
            do throws(IntakeError) {
                _ = try await intake.accept(Self.webhook(), of: source)
                Issue.record("accepted")
            } catch {
                guard case .refused(let answer) = error else { throw error }
                #expect(answer.status == status)
                #expect(answer.headers.contains { $0.name == "retry-after" } == (status == 503))
            }
            #expect(provider.calls.count == 1, "a set that was just fetched is not fetched again")
        }
    }
}
