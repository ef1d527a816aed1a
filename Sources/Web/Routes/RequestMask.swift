import Connectors
import Core

/// Takes credentials out of a request that is shown: what headers and query parameters with a telling name hold, and
/// every text that is a secret of the source now.
struct RequestMask {
    private static let cover = "***"
    private static let telling = [
        "authorization", "cookie", "token", "secret", "password", "passwd", "api-key", "api_key", "apikey",
        "credential",
    ]

    let source: Source?

    /// The request without them.
    func masked(_ webhook: RawWebhook) -> RawWebhook {
        RawWebhook(
            source: webhook.source,
            method: webhook.method,
            url: masked(url: webhook.url),
            headers: webhook.headers.map { ($0.name, masked(header: $0)) },
            body: source?.masked(webhook.body) ?? webhook.body,
            received: webhook.received,
            peer: webhook.peer,
            clientSubject: webhook.clientSubject
        )
    }

    /// Of an authorization the scheme is left, which says what kind it is.
    private func masked(header: (name: String, value: String)) -> String {
        guard isTelling(header.name) else { return withoutSecrets(header.value) }
        let words = header.value.split(separator: " ", maxSplits: 1)
        guard header.name.hasSuffix("authorization"), words.count == 2 else { return Self.cover }
        return "\(words[0]) \(Self.cover)"
    }

    private func masked(url: String) -> String {
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return withoutSecrets(url) }
        let query = url[url.utf8.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        return withoutSecrets(url[..<mark] + "?" + query.map(masked(parameter:)).joined(separator: "&"))
    }

    private func masked(parameter: Substring) -> String {
        let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, isTelling(String(parts[0])) else { return String(parameter) }
        return "\(parts[0])=\(Self.cover)"
    }

    private func isTelling(_ name: String) -> Bool {
        let name = name.lowercased()
        return Self.telling.contains { name.contains($0) }
    }

    private func withoutSecrets(_ text: some StringProtocol) -> String {
        String(decoding: source?.masked(Array(text.utf8)) ?? Array(text.utf8), as: UTF8.self)
    }
}
