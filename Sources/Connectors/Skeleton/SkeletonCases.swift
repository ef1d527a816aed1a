public import Core
import Crypto

extension ConnectorSkeleton {
    /// The `tests.yaml`: a good case, the same again, and a forged one, really signed with a secret made for them.
    ///
    /// Throws what is wrong with ``text``, as when the name is none.
    public func cases(ids: IDSource) throws(Diagnostics) -> String {
        let connector = try Connector.read(text, name: "connector.yaml")
        let cases = SkeletonCases(skeleton: self, connector: connector, key: SkeletonKey(scheme, ids: ids))
        return cases.text
    }
}

/// The secret of a new connector's cases.
private struct SkeletonKey {
    let secret: String
    /// The other half, of public-key schemes.
    let privateKey: String?

    init(_ scheme: SkeletonScheme, ids: IDSource) {
        switch scheme {
        case .ed25519:
            let key = Curve25519.Signing.PrivateKey()
            secret = Base64.encode(Array(key.publicKey.rawRepresentation))
            privateKey = Base64.encode(Array(key.rawRepresentation))
        case .basic: (secret, privateKey) = ("test:\(ids.next("test"))", nil)
        default: (secret, privateKey) = (ids.next("test"), nil)
        }
    }
}

/// Writes and signs the cases.
private struct SkeletonCases {
    private static let now = Timestamp(seconds: 1_760_000_000)

    let skeleton: ConnectorSkeleton
    let connector: Connector
    let key: SkeletonKey

    private var payload: SkeletonPayload { skeleton.payload }

    var text: String {
        let good = signed(request)
        var text = "# Requests as the provider sends them, and what must come out. Replace them by real ones.\n"
        text += item(payload.name, good, ["verified: true", "respond: {status: 200}"] + events(of: good))
        text += item("the same again", good, ["verified: true", "duplicate_of: \(payload.name)"])
        if let forged = forged(good) { text += item(forged.name, forged.webhook, ["verified: false"]) }
        return text
    }

    /// What comes out now.
    private func events(of webhook: RawWebhook) -> [String] {
        let trial = Trial(webhook, source: source, now: Self.now)
        if trial.failure != nil || trial.events.isEmpty { return [] }
        return ["events:"]
            + trial.events.flatMap { event in
                let shown = ["occurred_at", "dedupe_id", "channel", "account", "address", "provider_message_id"]
                let fields = shown.compactMap { name in event.flat[name].map { (name, $0.string ?? $0.text) } }
                return ["  - type: \(event.type)"] + fields.map { "    \($0): \(quoted($1))" }
            }
    }

    private var request: RawWebhook {
        let type = skeleton.body == .json ? "application/json" : "application/x-www-form-urlencoded"
        var headers = [(name: "content-type", value: type)]
        if let name = skeleton.timestampHeader { headers.append((name.lowercased(), String(Self.now.seconds))) }
        return webhook(headers, Array(payload.body.utf8))
    }

    private func webhook(_ headers: [(name: String, value: String)], _ body: [UInt8]) -> RawWebhook {
        RawWebhook(
            source: skeleton.name,
            method: "POST",
            url: "https://gw.example.com/hooks/\(skeleton.name)",
            headers: headers,
            body: body,
            received: Self.now
        )
    }

    private var credentialsHeader: String { skeleton.scheme == .basic ? "authorization" : skeleton.header.lowercased() }

    private var source: Source {
        Source(
            name: skeleton.name,
            connector: connector,
            secrets: SecretSet([skeleton.secret: [Secret(key.secret)]]),
            config: [:],
            baseURL: nil
        )
    }

    /// The request with what its step accepts, as it stands where nothing is verified.
    private func signed(_ request: RawWebhook) -> RawWebhook {
        let privateKeys = key.privateKey.map { [skeleton.secret: Secret($0)] } ?? [:]
        let prefix = skeleton.scheme.isSignature ? skeleton.prefix : ""
        let placed = source.sign(request, at: Self.now, privateKeys: privateKeys) { signature in
            webhook(request.headers + [(credentialsHeader, prefix + signature)], request.body)
        }
        return placed ?? request
    }

    private func forged(_ good: RawWebhook) -> (name: String, webhook: RawWebhook)? {
        if skeleton.scheme == .none { return nil }
        if skeleton.scheme.isSignature {
            return ("one more byte under the old signature", webhook(good.headers, good.body + [0x20]))
        }
        let wrong = skeleton.scheme == .basic ? BasicCredentials.header("test:guess") : "guess"
        let headers = good.headers.map { $0.name == credentialsHeader ? (name: $0.name, value: wrong) : $0 }
        return ("guessed credentials", webhook(headers, good.body))
    }

    private func item(_ name: String, _ webhook: RawWebhook, _ wanted: [String]) -> String {
        let secrets = skeleton.scheme == .none ? [] : ["secrets: {\(skeleton.secret): [\(quoted(key.secret))]}"]
        let lines =
            [
                "- name: \(name)", "  request:", "    method: \(webhook.method)", "    url: \(webhook.url)",
                "    headers:",
            ]
            + webhook.headers.map { "      \($0.name): \(quoted($0.value))" }
            + ["    body: \(quoted(String(decoding: webhook.body, as: UTF8.self)))"]
            + (secrets + ["now: \(Self.now.seconds)"] + wanted).map { "  \($0)" }
        return "\n" + lines.joined(separator: "\n") + "\n"
    }

    /// In single quotes; with line breaks in double quotes, which YAML reads as JSON does.
    private func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        return isPlain ? "'\(text.replacing("'", with: "''"))'" : JSON.string(text).text
    }
}
