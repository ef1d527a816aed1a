/// The first `connector.yaml` of a new connector: it runs, and its comments say what to change.
///
/// ``cases(ids:)`` gives the `tests.yaml` beside it.
public struct ConnectorSkeleton: Sendable {
    /// How bodies are written.
    public enum BodyFormat: String, CaseIterable, Sendable {
        case json
        case form
    }

    /// How signatures are written.
    public enum Encoding: String, CaseIterable, Sendable {
        case hex
        case base64
    }

    /// The connector's name: lower-case letters, digits and hyphens.
    public var name: String
    /// Where the provider describes its webhooks.
    public var docs: String?
    /// How webhooks are verified.
    public var scheme: SkeletonScheme
    /// The header with the signature or the token.
    public var header: String
    /// What stands before the signature in its header.
    public var prefix = ""
    /// How the signature is written.
    public var encoding: Encoding
    /// The header with the moment of signing, which is signed before the body with a point between them.
    public var timestampHeader: String?
    /// The name of the secret.
    public var secret: String
    /// How bodies are written.
    public var body = BodyFormat.json
    /// A body of the provider's, from its documentation; a made-up one unless given.
    public var sample: String?

    /// The usual connector of a scheme.
    public init(name: String, scheme: SkeletonScheme) {
        self.name = name
        self.scheme = scheme
        header = scheme == .token ? "X-Webhook-Token" : "X-Signature"
        encoding = scheme == .ed25519 ? .base64 : .hex
        secret = scheme.usualSecret
    }

    /// The `connector.yaml`.
    public var text: String {
        let payload = payload
        let key = payload.key.map { "key: \(Self.commented($0, 33, "the same key again is the same event again"))" }
        return """
            # What \(name) sends, and what it means. See docs/connectors.md.
            connector: \(name)
            version: 1                              # raise it whenever events come out differently
            docs: \(docs ?? "https://example.com/webhooks")
            \(secretsLine)\(verification)
            receive:
              decode: \(body.rawValue)
              \(key ?? Self.commented("# key: item.…", 38, "the provider's id of the event, by which a repetition is known"))

            normalize:
              event:                                # what all events have; a rule may say otherwise
            \(Self.lines(payload.fields))
              identifiers:                          # whose event it is: account, email, phone, crm_id, psp_customer …
            \(Self.lines(payload.identifiers.isEmpty ? [Self.noIdentifiers] : payload.identifiers))
              rules:                                # the first that matches gives the event; without one there is none
            \(Self.lines(payload.rules))

            """
    }

    /// What its bodies look like.
    var payload: SkeletonPayload { sample.map { SkeletonPayload(sample: $0, body) } ?? .example(body) }

    private static let noIdentifiers = commented("[]", 36, "such as {kind: email, value: \"${item.customer.email}\"}")

    private static func lines(_ lines: [String]) -> String { lines.map { "    \($0)" }.joined(separator: "\n") }

    /// A value and a comment behind it, `width` columns apart.
    static func commented(_ value: String, _ width: Int, _ comment: String) -> String {
        value + String(repeating: " ", count: max(1, width - value.count)) + "# " + comment
    }

    private var secretsLine: String { scheme == .none ? "" : "secrets: [\(secret)]\n" }

    private var verification: String {
        if scheme == .none {
            return """

                verify:                             # better: a secret in the URL, `{type: equals, value: query.token, …}`
                  none: {because: "the provider signs nothing"}

                """
        }
        let step = scheme.step(of: self).enumerated().map { ($0.offset == 0 ? "    - " : "      ") + $0.element }
        return (["", "verify:", "  all:"] + step + ["  on_fail: {status: 401}", ""]).joined(separator: "\n")
    }
}
