import Core
import Synchronization
import Testing

@testable import Connectors

/// Answers requests as a test says, and remembers them.
final class ScriptedProvider: HTTPTransport {
    private let answer: @Sendable (HTTPCall, Int) async -> CallResult
    private let asked = Mutex<[HTTPCall]>([])

    /// A provider that gets each request and its number, counted from 0.
    init(_ answer: @escaping @Sendable (HTTPCall, Int) async -> CallResult) {
        self.answer = answer
    }

    /// A provider that gives these answers in order, the last of them ever after.
    convenience init(_ results: [CallResult]) {
        self.init { _, number in results[min(number, results.count - 1)] }
    }

    var calls: [HTTPCall] { asked.withLock(\.self) }

    /// Methods and URLs, in order.
    var lines: [String] { calls.map { "\($0.method) \($0.url)" } }

    func send(_ call: HTTPCall) async -> CallResult {
        let number = asked.withLock { calls in
            calls.append(call)
            return calls.count - 1
        }
        return await answer(call, number)
    }
}

extension CallResult {
    /// A reply.
    static func reply(_ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []) -> CallResult {
        .replied(HTTPReply(status: status, headers: headers, body: Array(body.utf8)))
    }
}

extension HTTPCall {
    /// The value of a header; of several the last.
    func header(_ name: String) -> String? {
        headers.last { $0.name.lowercased() == name }?.value
    }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension ActionOutcome {
    /// `accepted ID RESULT`, `refused CODE`, `refused CODE for good`, `unknown CODE`, `reauth`.
    var line: String {
        switch self {
        case .accepted(let id, let result):
            ["accepted", id, result.isEmpty ? nil : JSON.object(result).text].compactMap(\.self).joined(separator: " ")
        case .refused(let code, _, _, let isPermanent): "refused \(code)\(isPermanent ? " for good" : "")"
        case .unknown(let code): "unknown \(code)"
        case .reauth: "reauth"
        }
    }
}

/// One source of a small connector, called through a provider that answers as a test says.
struct CallScene {
    let source: Source
    let provider: ScriptedProvider
    let caller: ActionCaller

    /// A source of a connector of these parts, indented as they will stand.
    init(
        _ yaml: String,
        secrets: [String: [String]] = [:],
        config: JSONObject = [:],
        baseURL: String? = nil,
        origins: OriginMap = OriginMap(),
        _ provider: ScriptedProvider
    ) throws {
        let names = secrets.keys.sorted().joined(separator: ", ")
        let text = "connector: test\nversion: 1\nsecrets: [\(names)]\nconfig: {host: ''}\n\(yaml)"
        self.source = Source(
            name: "src",
            connector: try Connector.read(text, name: "test.yaml"),
            secrets: SecretSet(secrets.mapValues { $0.map { Secret($0) } }),
            config: config,
            baseURL: baseURL,
            origins: origins
        )
        self.provider = provider
        caller = ActionCaller(transport: provider, clock: FixedClock())
    }

    func perform(
        _ name: String = "send",
        _ input: JSONObject = ["to": "x"],
        deadline: ContinuousClock.Instant? = nil
    ) async throws -> ActionReport {
        await caller.perform(try action(name), request(input), startDeadline: deadline)
    }

    func action(_ name: String = "send") throws -> Action { try #require(source.connector.actions[name]) }

    func request(_ input: JSONObject = ["to": "x"]) -> ActionRequest {
        ActionRequest(id: "dlv_1", input: input, source: source, callbackURL: "https://gw.example.com/cb", now: noon)
    }
}

/// A clock that stands at ``noon``.
struct FixedClock: WallClock {
    var now: Timestamp { noon }
}
