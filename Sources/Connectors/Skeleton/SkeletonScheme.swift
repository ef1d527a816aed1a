/// How a new connector verifies.
public enum SkeletonScheme: String, CaseIterable, Sendable {
    /// An authentication code over the body, under a shared secret.
    case hmacSHA1 = "hmac-sha1"
    case hmacSHA256 = "hmac-sha256"
    case hmacSHA512 = "hmac-sha512"
    /// A signature by the provider's private key.
    case ed25519
    /// HTTP Basic credentials.
    case basic
    /// A header that is the secret.
    case token
    /// Nothing.
    case none

    /// Whether there is a signature, which may cover a moment too.
    public var isSignature: Bool { algorithm != nil }

    /// What its secret is called unless somebody says otherwise.
    var usualSecret: String {
        switch self {
        case .hmacSHA1, .hmacSHA256, .hmacSHA512, .none: "webhook_secret"
        case .ed25519: "public_key"
        case .basic: "basic_credentials"
        case .token: "webhook_token"
        }
    }

    private var algorithm: String? {
        switch self {
        case .hmacSHA1: "sha1"
        case .hmacSHA256: "sha256"
        case .hmacSHA512: "sha512"
        case .ed25519: "ed25519"
        case .basic, .token, .none: nil
        }
    }

    /// The lines of its verify step.
    func step(of skeleton: ConnectorSkeleton) -> [String] {
        switch self {
        case .hmacSHA1, .hmacSHA256, .hmacSHA512: signature(skeleton, type: "hmac", key: "secret")
        case .ed25519: signature(skeleton, type: "pubkey", key: "public")
        case .basic:
            [
                "type: \(ConnectorSkeleton.commented("basic", 28, "the secret is user:password"))",
                "secret: \(skeleton.secret)",
            ]
        case .token: ["type: equals", "value: \(Self.header(skeleton.header))", "secret: \(skeleton.secret)"]
        case .none: []
        }
    }

    private func signature(_ skeleton: ConnectorSkeleton, type: String, key: String) -> [String] {
        let time = skeleton.timestampHeader.map(Self.header)
        let given = Self.header(skeleton.header)
        let content = time.map { "bytes(\($0) + \".\") + body" } ?? "body"
        let prefix = skeleton.prefix
        var lines = [
            "type: \(type)",
            "algorithm: \(algorithm ?? "")",
            "key: {\(key): \(skeleton.secret)}",
            "content: \(ConnectorSkeleton.commented(content, 25, "what is signed, byte for byte"))",
            "signature: \(prefix.isEmpty ? given : "\(given).replace(\"\(prefix)\", \"\", 1)")",
            "encoding: \(skeleton.encoding.rawValue)",
        ]
        if let time { lines.append("timestamp: {value: '\(time)', format: unix, tolerance_s: 300}") }
        return lines
    }

    /// A header as expressions read it: names are in lower case.
    private static func header(_ name: String) -> String { "headers[\"\(name.lowercased())\"]" }
}
