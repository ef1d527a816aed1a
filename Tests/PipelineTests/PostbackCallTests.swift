import Connectors
import Core
import Foundation
import Store
import Synchronization
import Testing

@testable import Pipeline

/// Providers that are asked whether a request is theirs, before it is believed.
@Suite("Postbacks") struct PostbackCallTests {
    /// Answers with what it is told, when it is let.
    private final class Provider: HTTPTransport {
        private let result: CallResult
        private let asked = Mutex<[HTTPCall]>([])
        private let isOpen: @Sendable () -> Bool

        init(_ result: CallResult, isOpen: @escaping @Sendable () -> Bool = { true }) {
            (self.result, self.isOpen) = (result, isOpen)
        }

        var calls: [HTTPCall] { asked.withLock(\.self) }

        func send(_ call: HTTPCall) async -> CallResult {
            asked.withLock { $0.append(call) }
            while !isOpen() { await Task.yield() }
            return result
        }
    }

    private final class Door: Sendable {
        private let door = Mutex(false)
        var isOpen: Bool { door.withLock(\.self) }
        func open() { door.withLock { $0 = true } }
    }

    private static let connector = """
        connector: test
        version: 1
        secrets: [token, api_key]
        verify:
          all:
            - {type: equals, value: query.token, secret: token}
            - {type: call, action: check, input: {id: '${json.id}'}, ok: json.verdict == "SUCCESS"}
        receive: {decode: json, key: item.id}
        normalize: {rules: []}
        actions:
          check:
            input: {id: string}
            request:
              method: GET
              url: https://api.example.com/verify/${input.id}
              auth: {bearer: '${secret("api_key")}'}
            idempotency: natural
            response: {ok: status == 200, retry: status >= 500, permanent: status == 404}
        """

    private func intake(_ transport: Provider) throws -> Intake {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ask-\(UUID().uuidString).db").path
        let journal = Journal(store: try SQLiteStore.open(path: path), counters: Counters(), onAppend: {})
        return Intake(journal: journal, clock: SystemClock(), transport: transport)
    }

    private func source() throws -> Source {
        Source(
            name: "src",
            connector: try Connector.read(Self.connector, name: "test.yaml"),
            secrets: SecretSet(["token": [Secret("t0k")], "api_key": [Secret("k3y")]]),
            config: [:],
            baseURL: nil
        )
    }

    private func status(_ intake: Intake, id: String = "e1", token: String = "t0k") async throws -> Int {
        let webhook = RawWebhook(
            source: "src",
            method: "POST",
            url: "https://gw.example.com/hooks/src?token=\(token)",
            headers: [],
            body: Array(#"{"id":"\#(id)"}"#.utf8),
            received: Scene.noon
        )
        let source = try source()
        do throws(IntakeError) {
            return try await intake.accept(webhook, of: source).status
        } catch {
            guard case .refused(let answer) = error else { throw error }
            return answer.status
        }
    }

    private static func verdict(_ word: String, status: Int = 200) -> CallResult {
        .replied(HTTPReply(status: status, body: Array(#"{"verdict":"\#(word)"}"#.utf8)))
    }

    @Test("its word decides")
    func decides() async throws {
        let good = Provider(Self.verdict("SUCCESS"))
        #expect(try await status(intake(good)) == 200)
        #expect(good.calls.map(\.url) == ["https://api.example.com/verify/e1"])
        #expect(good.calls.first?.headers.contains { $0.name == "authorization" && $0.value == "Bearer k3y" } == true)
        #expect(try await status(intake(Provider(Self.verdict("FAILURE")))) == 401)
    }

    @Test("without its word the sender is told to come again", arguments: [0, 1, 2, 3])
    func unavailable(index: Int) async throws {
        let results: [CallResult] = [
            Self.verdict("SUCCESS", status: 500), Self.verdict("SUCCESS", status: 404), .lost(.timeout),
            .neverSent(.connectFailed),
        ]
        #expect(try await status(intake(Provider(results[index]))) == 503)
    }

    @Test("it is not asked about what is wrong anyway")
    func wrongAnyway() async throws {
        let provider = Provider(Self.verdict("SUCCESS"))
        #expect(try await status(intake(provider), token: "x") == 401)
        #expect(provider.calls.isEmpty)
    }

    @Test("it is asked about sixteen at a time; others are told to come again", .timeLimit(.minutes(1)))
    func bounded() async throws {
        let door = Door()
        let provider = Provider(Self.verdict("SUCCESS")) { door.isOpen }
        let intake = try intake(provider)
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<16 { group.addTask { try? await status(intake, id: "e\(number)") } }
            while provider.calls.count < 16 { await Task.yield() }
            #expect(await (try? status(intake, id: "more")) == 503)
            door.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 16))
        #expect(provider.calls.count == 16)
    }

    @Test("it is waited for five seconds, no longer", .timeLimit(.minutes(1)))
    func late() async throws {
        let door = Door()
        let intake = try intake(Provider(Self.verdict("SUCCESS")) { door.isOpen })
        let start = ContinuousClock.now
        #expect(try await status(intake) == 503)
        #expect(start.duration(to: .now) >= .seconds(5))
        door.open()
    }
}
