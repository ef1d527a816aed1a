import Connectors
import Core
import Foundation
import Store
import Synchronization
import Testing

@testable import Pipeline

/// Handshakes that ask for a call: answered only once it succeeded.
@Suite("Calls of handshakes") struct HandshakeCallTests {
    /// Notes what it is asked to send, and ends it as it was told.
    private final class Ending: HTTPTransport {
        private let result: CallResult
        private let sent = Mutex<[String]>([])

        init(_ result: CallResult) {
            self.result = result
        }

        /// Method and URL of every call.
        var calls: [String] { sent.withLock { $0 } }

        func send(_ call: HTTPCall) async -> CallResult {
            sent.withLock { $0.append("\(call.method) \(call.url)") }
            return result
        }
    }

    private static let connector = #"""
        connector: test
        version: 1
        secrets: [token]
        verify: {all: [{type: equals, value: query.token, secret: token}]}
        receive:
          decode: json
          handshake:
            - when: json.confirm != ""
              after_verify: true
              call: {url: json.confirm, allow: 'https://topics\.example\.com/.*'}
              respond: {status: 202}
        normalize: {rules: []}
        """#

    private func intake(_ transport: Ending) throws -> Intake {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("call-\(UUID().uuidString).db").path
        let journal = Journal(store: try SQLiteStore.open(path: path), counters: Counters(), onAppend: {})
        return Intake(journal: journal, clock: SystemClock(), transport: transport)
    }

    private func source() throws -> Source {
        Source(
            name: "src",
            connector: try Connector.read(Self.connector, name: "test.yaml"),
            secrets: SecretSet(["token": [Secret("t0k")]]),
            config: [:],
            baseURL: nil
        )
    }

    private func confirmation(_ url: String, token: String = "t0k") -> RawWebhook {
        RawWebhook(
            source: "src",
            method: "POST",
            url: "https://gw.example.com/hooks/src?token=\(token)",
            headers: [],
            body: Array(#"{"confirm":"\#(url)"}"#.utf8),
            received: Scene.noon
        )
    }

    @Test("it is called once, and what was promised is answered")
    func confirmed() async throws {
        let transport = Ending(.replied(HTTPReply(status: 200)))
        let answer = try await intake(transport).accept(confirmation("https://topics.example.com/a?b"), of: source())
        #expect(answer.status == 202)
        #expect(transport.calls == ["GET https://topics.example.com/a?b"])
    }

    @Test("unless it succeeds its sender is told to come again", arguments: [0, 1, 2])
    func failed(index: Int) async throws {
        let results: [CallResult] = [.replied(HTTPReply(status: 404)), .lost(.timeout), .neverSent(.connectFailed)]
        let (intake, source) = (try intake(Ending(results[index])), try source())
        let error = await #expect(throws: IntakeError.self) {
            try await intake.accept(confirmation("https://topics.example.com/"), of: source)
        }
        guard case .overloaded? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("neither who is not verified nor another address makes us call")
    func refused() async throws {
        let transport = Ending(.replied(HTTPReply(status: 200)))
        let (intake, source) = (try intake(transport), try source())
        for webhook in [confirmation("https://topics.example.com/", token: "x"), confirmation("https://evil.net/")] {
            await #expect(throws: IntakeError.self) { try await intake.accept(webhook, of: source) }
        }
        #expect(transport.calls.isEmpty)
    }
}
