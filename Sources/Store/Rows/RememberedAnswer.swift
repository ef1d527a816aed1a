/// An answer kept under an idempotency key.
public struct RememberedAnswer: Sendable {
    /// What the keys of nonces begin with: words that a provider uses once.
    public static let nonceMark = "nonce:"

    /// SHA-256 of the request body.
    public let digest: String
    /// The status that was answered.
    public let status: Int
    /// The body that was answered.
    public let body: [UInt8]

    /// An answer.
    public init(digest: String, status: Int, body: [UInt8]) {
        self.digest = digest
        self.status = status
        self.body = body
    }
}
