import Connectors
import Core
import Foundation
import Logging
import Store
import Testing

@testable import Pipeline

/// Secrets that providers hand over: kept before the handshake is answered, once.
@Suite("Captured secrets") struct CapturedSecretsTests {
    private static let connector = """
        connector: test
        version: 1
        secrets: [hook_secret]
        verify: {all: [{type: equals, value: query.token, secret: hook_secret}]}
        receive:
          decode: json
          handshake:
            - when: '"x-hook-secret" in headers'
              capture: {secret: hook_secret, value: 'headers["x-hook-secret"]'}
              respond: {status: 200, headers: {X-Hook-Secret: '${headers["x-hook-secret"]}'}}
            - when: '"x-new-secret" in headers'
              after_verify: true
              capture: {secret: hook_secret, value: 'headers["x-new-secret"]', replace: true}
              respond: {status: 204}
        normalize: {rules: []}
        """

    private struct NoNetwork: HTTPTransport {
        func send(_ call: HTTPCall) async -> CallResult { .neverSent(.connectFailed) }
    }

    private let folder: URL
    private let store: SQLiteStore
    private let source: Source

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "captured-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore.open(path: folder.appending(path: "t.db").path)
        source = Source(
            name: "src",
            connector: try Connector.read(Self.connector, name: "test.yaml"),
            secrets: SecretSet(),
            config: [:],
            baseURL: nil
        )
    }

    private var captured: String { folder.appending(path: "data/captured").path }

    /// An intake that has just started.
    private func intake() -> Intake {
        Intake(
            journal: Journal(store: store, counters: Counters(), onAppend: {}),
            clock: SystemClock(),
            transport: NoNetwork(),
            captured: CapturedSecrets(folder: captured, log: Logger(label: "test"))
        )
    }

    private func status(
        _ intake: Intake,
        _ header: (name: String, value: String)? = nil,
        token: String = ""
    ) async throws -> Int {
        let webhook = RawWebhook(
            source: "src",
            method: "POST",
            url: "https://gw.example.com/hooks/src?token=\(token)",
            headers: header.map { [$0] } ?? [],
            body: Array("{}".utf8),
            received: Scene.noon
        )
        do throws(IntakeError) {
            return try await intake.accept(webhook, of: source).status
        } catch {
            guard case .refused(let answer) = error else { throw error }
            return answer.status
        }
    }

    private func quarantined() async throws -> [String] {
        try await store.read { (tx) throws(StoreError) in
            try tx.quarantined(before: nil, limit: 100).map { "\($0.stage.rawValue) \($0.reason)" }
        }
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }

    @Test("the first counts at once and after a restart, in a file for the owner alone")
    func first() async throws {
        let intake = intake()
        #expect(try await status(intake, token: "s3") == 401)
        #expect(try await status(intake, ("x-hook-secret", "s3")) == 200)
        #expect(try await status(intake, token: "s3") == 200)
        #expect(try String(contentsOfFile: captured + "/src/hook_secret", encoding: .utf8) == "s3")
        #expect(try mode(captured + "/src/hook_secret") == 0o600)
        #expect(try mode(captured + "/src") == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: captured + "/src") == ["hook_secret"])
        #expect(try await status(self.intake(), token: "s3") == 200)
        #expect(CapturedSecrets.read(captured)["src"]?["hook_secret"]?.reveal() == "s3")
    }

    @Test("a second one is refused and kept as what it is; a repetition of the first is answered")
    func second() async throws {
        let intake = intake()
        #expect(try await status(intake, ("x-hook-secret", "s3")) == 200)
        #expect(try await status(intake, ("x-hook-secret", "s3")) == 200)
        #expect(try await status(intake, ("x-hook-secret", "s4")) == 401)
        #expect(try await status(intake, token: "s4") == 401)
        #expect(try await quarantined() == ["verify bad_credentials", "verify handshake_refused"])
        #expect(try String(contentsOfFile: captured + "/src/hook_secret", encoding: .utf8) == "s3")
    }

    @Test("of many that come at once one is kept")
    func race() async throws {
        let intake = intake()
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<20 { group.addTask { try? await status(intake, ("x-hook-secret", "s\(number)")) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.count { $0 == 401 } == 19)
    }

    @Test("a verified request may replace it")
    func replaced() async throws {
        let intake = intake()
        #expect(try await status(intake, ("x-hook-secret", "s3")) == 200)
        #expect(try await status(intake, ("x-new-secret", "s5"), token: "x") == 401)
        #expect(try await status(intake, ("x-new-secret", "s5"), token: "s3") == 204)
        #expect(try await status(intake, token: "s5") == 200)
        #expect(try await status(intake, token: "s3") == 401)
    }

    @Test("what cannot be kept is not answered as if it were")
    func unwritable() async throws {
        try Data().write(to: folder.appending(path: "data"))
        await #expect(throws: IntakeError.self) { try await status(intake(), ("x-hook-secret", "s3")) }
        #expect(try await quarantined().isEmpty)
    }

    @Test("files of other names are left alone")
    func strangers() throws {
        try FileManager.default.createDirectory(atPath: captured + "/src", withIntermediateDirectories: true)
        for name in [".hook_secret.1.new", "UPPER", "ok", "empty"] {
            try Data((name == "empty" ? "" : "v").utf8).write(to: URL(fileURLWithPath: captured + "/src/" + name))
        }
        #expect(CapturedSecrets.read(captured)["src"]?.keys.sorted() == ["ok"])
    }
}
