import CEL
import Core

/// How a connector tells that a request is its provider's.
struct VerifyPlan: Sendable {
    /// What must hold.
    enum Rule: Sendable {
        /// Every step that applies, and at least one does.
        case all([VerifyStep])
        /// One of the steps that apply.
        case any([VerifyStep])
        /// Nothing: the provider signs nothing, and every event says so.
        case nothing(because: String)
    }

    let rule: Rule
    /// What a refused sender gets.
    let refusal: AnswerTemplate

    /// Whether events must be marked as unverified.
    var isUnverified: Bool {
        if case .nothing = rule { true } else { false }
    }

    /// The steps in order.
    var steps: [VerifyStep] {
        switch rule {
        case .all(let steps), .any(let steps): steps
        case .nothing: []
        }
    }
}

/// One check of a request.
struct VerifyStep: Sendable {
    /// What is checked.
    enum Check: Sendable {
        /// An authentication code over content, under a shared key.
        case hmac(SignedContent, HashAlgorithm, SecretKey)
        /// A plain hash over content that has the secret mixed in.
        case digest(SignedContent, HashAlgorithm)
        /// A signature over content, by the holder of a private key.
        case publicKey(SignedContent, SignatureAlgorithm, PublicKeyName)
        /// HTTP Basic credentials, given as `user:password`.
        case basic(secret: String)
        /// A value that must be the secret.
        case equals(Expression, secret: String)
    }

    /// When the step applies; always when there is none.
    let when: Expression?
    /// Elements to check one by one, bound to `item`.
    let each: Expression?
    /// What must hold besides, such as a hash of the body in the URL.
    let require: Expression?
    let check: Check
    /// When the request was signed.
    let timestamp: SigningTime?
}

/// What was signed and where the signature stands.
struct SignedContent: Sendable {
    /// Bytes, text, or a list of candidates of which any may have been signed.
    let content: Expression
    /// Text, or a list of which any may match.
    let signature: Expression
    let encoding: SignatureEncoding
}

/// How a signature is written.
enum SignatureEncoding: String, CaseIterable, Sendable {
    /// In any case.
    case hex
    /// In either alphabet, padding optional.
    case base64

    func decode(_ text: String) -> [UInt8]? {
        switch self {
        case .hex: Hex.decode(text)
        case .base64: Base64.decode(text)
        }
    }

    func encode(_ bytes: [UInt8]) -> String {
        switch self {
        case .hex: Hex.encode(bytes)
        case .base64: Base64.encode(bytes)
        }
    }
}

/// A shared key made of a secret.
struct SecretKey: Sendable {
    enum Encoding: String, CaseIterable, Sendable {
        case utf8
        case hex
        case base64
    }

    let secret: String
    let encoding: Encoding
    let prefix: String
    /// Hashes the decoded secret first.
    let digest: HashAlgorithm?

    /// The key; nil when the secret is not written as it should be.
    func bytes(of secret: Secret) -> [UInt8]? {
        let text = secret.reveal()
        let rest = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        let decoded =
            switch encoding {
            case .utf8: Array(rest.utf8)
            case .hex: Hex.decode(rest)
            case .base64: Base64.decode(rest)
            }
        return digest.map { digest in decoded.map(digest.digest) } ?? decoded
    }
}

/// Where a public key is configured: it is no secret, but comes with them.
struct PublicKeyName: Sendable {
    let secret: String
    let prefix: String

    /// The key; nil when what is configured is none.
    func key(_ secret: Secret, _ algorithm: SignatureAlgorithm) -> SignatureAlgorithm.PublicKey? {
        let text = secret.reveal()
        return algorithm.publicKey(text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
    }
}

/// The moment a request was signed, and how far it may lie from now.
struct SigningTime: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case unix
        case unixMilliseconds = "unix_ms"
        case rfc3339
    }

    let value: Expression
    let format: Format
    let tolerance: TimeSpan
    /// Whether a moment in the future is bounded too.
    let boundsFuture: Bool

    /// Why the moment is not acceptable, or nil.
    func refusal(_ bindings: Bindings, now: Timestamp) -> Refusal.Reason? {
        guard let text = value.result(bindings).word, let time = read(text) else { return .malformedSignature }
        if now.since(time) > tolerance { return .staleTimestamp }
        return boundsFuture && time.since(now) > tolerance ? .futureTimestamp : nil
    }

    private func read(_ text: String) -> Timestamp? {
        switch format {
        case .unix: Int64(text).map { Timestamp(seconds: $0) }
        case .unixMilliseconds: Int64(text).map { Timestamp(microseconds: TimeSpan.milliseconds($0).microseconds) }
        case .rfc3339: Timestamp(rfc3339: text)
        }
    }
}
