import Core
import Testing

@testable import Connectors

/// The root of the repository.
enum Repository {
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
        separator: "/"
    )

    /// The text of a file below the root.
    static func text(_ path: String) throws -> String {
        try #require(FileBytes.readText("\(root)/\(path)"), "no \(path)")
    }

    /// The names of the connectors that come with the gateway.
    static var connectors: [String] {
        (FileBytes.names(in: "\(root)/Connectors") ?? []).sorted().filter { name in
            FileBytes.read("\(root)/Connectors/\(name)/connector.yaml") != nil
        }
    }

    /// A connector that comes with the gateway.
    static func connector(_ name: String) throws -> Connector {
        let folder = "Connectors/\(name)"
        let path = "\(folder)/connector.yaml"
        return try Connector.read(try text(path), name: path) { FileBytes.readText("\(root)/\(folder)/\($0)") }
    }
}

/// The moment of every request, unless it says otherwise.
let noon = Timestamp(seconds: 1_760_000_000)

/// A connector whose parts are given; the rest is as small as it may be.
func connector(
    secrets: String = "",
    config: String = "",
    verify: String = "none: {because: test}",
    receive: String = "",
    normalize: String = "rules: []",
    actions: String = ""
) throws -> Connector {
    var text = "connector: test\nversion: 3\n"
    if !secrets.isEmpty { text += "secrets: [\(secrets)]\n" }
    if !config.isEmpty { text += "config: {\(config)}\n" }
    for (key, part) in [("verify", verify), ("receive", receive), ("normalize", normalize), ("actions", actions)]
    where !part.isEmpty {
        text += "\(key):\n" + part.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
    return try Connector.read(text, name: "test.yaml")
}

/// A source of a connector.
func source(
    _ connector: Connector,
    secrets: [String: [String]] = [:],
    config: JSONObject = [:],
    baseURL: String? = nil
) -> Source {
    let versions = secrets.mapValues { $0.map { Secret($0) } }
    return Source(name: "src", connector: connector, secrets: SecretSet(versions), config: config, baseURL: baseURL)
}

/// A request.
func request(
    _ body: String = "",
    headers: [String: String] = [:],
    method: String = "POST",
    url: String = "https://gw.example.com/hooks/src"
) -> RawWebhook {
    RawWebhook(
        source: "src",
        method: method,
        url: url,
        headers: headers.map { (name: $0.key.lowercased(), value: $0.value) }.sorted { $0.name < $1.name },
        body: Array(body.utf8),
        received: noon
    )
}

/// Why a request is refused: `ok` when it is not, `handshake` when it is answered.
func reason(_ webhook: RawWebhook, _ source: Source, at now: Timestamp = noon) -> String {
    switch source.verify(webhook, at: now) {
    case .verified: "ok"
    case .answered: "handshake"
    case .refused(let refusal), .needs(_, otherwise: let refusal): refusal.reason.rawValue
    }
}

/// The events of a request, without looking at its signature.
func events(_ webhook: RawWebhook, _ source: Source) throws -> [Event] {
    let webhook = source.trusted(webhook)
    return try source.read(webhook).flatMap { try source.events(from: $0, of: webhook, recorded: noon) }
}

/// The problems of a `connector.yaml`, each as `line:column code: message (hint)`, without advice unless asked for.
func problems(_ yaml: String, withAdvice: Bool = false) -> [String] {
    let found = Connector.draft(yaml, name: "test.yaml").problems.all
    return found.filter { withAdvice || !$0.isAdvice }.map(summary)
}

extension Diagnostic {
    /// Whether it is advice that a small connector of a test rarely follows; `AdviceTests` look at it.
    var isAdvice: Bool {
        ["unverified-source", "missing-dedupe-key", "unused-config", "unresolved-unknown", "missing-field"]
            .contains(code)
    }
}

private func summary(_ problem: Diagnostic) -> String {
    let hint = problem.hint.map { " (\($0))" } ?? ""
    return "\(problem.place.line):\(problem.place.column) \(problem.code): \(problem.message)\(hint)"
}
