import Connectors
import Core
import Glibc
import Synchronization
import Testing

@testable import Sandbox

/// The root of the repository.
enum Repository {
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")

    /// The connectors that have a sandbox.
    static var sandboxes: [String] {
        (FileBytes.names(in: "\(root)/Connectors") ?? []).filter {
            FileBytes.read("\(root)/Connectors/\($0)/sandbox.yaml") != nil
        }
    }

    static func connector(_ name: String) throws -> Connector {
        let path = "Connectors/\(name)/connector.yaml"
        return try Connector.read(try #require(FileBytes.readText("\(root)/\(path)"), "no \(path)"), name: path)
    }

    static func sandbox(_ name: String) throws -> SandboxDefinition {
        let path = "Connectors/\(name)/sandbox.yaml"
        return try SandboxDefinition.read(try #require(FileBytes.readText("\(root)/\(path)"), "no \(path)"), name: path)
    }
}

/// The moment of every request, unless it says otherwise.
let noon = Timestamp(seconds: 1_760_000_000)

/// A folder that is gone afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = "/tmp/throughline-sandbox-\(UInt64.random(in: 0 ... .max))"
    defer {
        for name in FileBytes.names(in: folder) ?? [] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }
    return try body(folder)
}

/// A source of a shipped connector and its sandbox, with secrets of their own.
struct Stage {
    let source: Source
    let definition: SandboxDefinition
    let privateKeys: [String: Secret]

    init(_ name: String, called source: String = "src") throws {
        let definition = try Repository.sandbox(name)
        let connector = try Repository.connector(name)
        let (secrets, keys) = try withFolder { folder in
            try definition.prepareSecrets(in: folder)
            let secrets = definition.secrets.compactMap { recipe in
                SecretFiles.read(recipe.path(in: folder)).map { (recipe.name, [Secret($0)]) }
            }
            return (Dictionary(uniqueKeysWithValues: secrets), definition.privateKeys(in: folder))
        }
        self.definition = definition
        privateKeys = keys
        self.source = Source(
            name: source,
            connector: connector,
            secrets: SecretSet(secrets),
            config: [:],
            baseURL: "http://127.0.0.1:8081/\(source)"
        )
    }

    var provider: Provider {
        Provider(source: source, definition: definition, privateKeys: privateKeys, hooks: hooks, faults: [])
    }

    var player: SandboxServer.Player {
        SandboxServer.Player(source: source, definition: definition, privateKeys: privateKeys)
    }

    /// What the connector asks of the provider for one of its actions.
    func call(_ action: String, id: String = "del_1", _ input: JSONObject) throws -> ProviderRequest {
        let action = try #require(source.connector.actions[action])
        let call = try action.call(
            ActionRequest(
                id: id,
                input: input,
                source: source,
                callbackURL: "http://127.0.0.1:8080/hooks/\(source.name)?delivery=\(id)",
                now: noon
            )
        )
        return request(call)
    }

    /// A call as the provider gets it.
    func request(_ call: HTTPCall, at now: Timestamp = noon) -> ProviderRequest {
        let address = SandboxAddress(String(call.url.dropFirst("http://127.0.0.1:8081".count)))
        let raw = RawWebhook(
            source: source.name,
            method: call.method,
            url: call.url,
            headers: call.headers.map { ($0.name.lowercased(), $0.value) },
            body: call.body,
            received: now
        )
        return ProviderRequest(raw: raw, path: address.path)
    }

    /// What a call of the provider says at the daemon: the reason it is refused, or `ok`.
    func verdict(_ call: HTTPCall, at now: Timestamp = noon) -> String {
        switch source.verify(webhook(call, at: now), at: now) {
        case .verified: "ok"
        case .answered: "handshake"
        case .refused(let refusal), .needs(_, otherwise: let refusal): refusal.reason.rawValue
        }
    }

    /// The events of a call, as the daemon reads them.
    func events(_ call: HTTPCall, at now: Timestamp = noon) throws -> [Event] {
        guard case .verified(let webhook) = source.verify(webhook(call, at: now), at: now) else { return [] }
        return try source.read(webhook).flatMap { try source.events(from: $0, of: webhook, recorded: now) }
    }

    private func webhook(_ call: HTTPCall, at now: Timestamp) -> RawWebhook {
        RawWebhook(
            source: source.name,
            method: call.method,
            url: call.url,
            headers: call.headers.map { ($0.name.lowercased(), $0.value) },
            body: call.body,
            received: now
        )
    }
}

/// Where the daemon would be.
let hooks = "http://127.0.0.1:8080"

/// An order to the control route.
func order(_ event: String, _ input: JSON) throws -> EventOrder {
    try EventOrder(event: event, body: input.bytes)
}

/// A clock that moves when it is told to.
final class HandClock: WallClock {
    private let time = Mutex(noon)
    var now: Timestamp { time.withLock(\.self) }
    func pass(_ span: TimeSpan) { time.withLock { $0 = $0.adding(span) } }
}

/// Keeps calls instead of making them, and answers as it is told.
final class FakeTransport: HTTPTransport {
    private let calls = Mutex<[HTTPCall]>([])
    private let answer: @Sendable (Int) -> CallResult

    /// `answer` gets the number of the call, from 0.
    init(answer: @escaping @Sendable (Int) -> CallResult = { _ in .replied(HTTPReply(status: 202)) }) {
        self.answer = answer
    }

    var sent: [HTTPCall] { calls.withLock(\.self) }

    func send(_ call: HTTPCall) async -> CallResult {
        let number = calls.withLock { calls in
            calls.append(call)
            return calls.count - 1
        }
        return answer(number)
    }
}

/// Looks at `condition` until it holds; gives up after a minute, since tests share two cores.
func waitUntil(_ condition: () -> Bool) async throws {
    let end = ContinuousClock.now.advanced(by: .seconds(60))
    while !condition() {
        guard ContinuousClock.now < end else { throw NeverHeld() }
        try await Task.sleep(for: .milliseconds(2))
    }
}

private struct NeverHeld: Error {}

extension HTTPCall {
    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}

extension HTTPReply {
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON { (try? JSON.parse(body)) ?? .null }
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}
