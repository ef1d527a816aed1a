public import Core

/// What became of a request before anything in it was believed.
public enum Verification: Sendable {
    /// It is the provider's.
    case verified(VerifiedWebhook)
    /// It is a handshake, and this is all there is to it.
    case answered(HandshakeReply)
    /// It is not, or cannot be shown to be.
    case refused(Refusal)
    /// Nobody can tell before something is had from elsewhere; whoever cannot have it refuses the request.
    case needs(Need, otherwise: Refusal)

    /// What must be had from elsewhere.
    public enum Need: Sendable {
        /// A document with keys.
        case document(KeyRequest)
        /// The provider's word.
        case reply(Postback)
    }
}

/// Why a request is not believed, and what its sender gets.
public struct Refusal: Sendable {
    /// The closed list of reasons, for logs and metrics; never told to the sender.
    public enum Reason: String, Sendable, CaseIterable {
        /// A signature does not fit the content.
        case badSignature = "bad_signature"
        /// There is no signature, or a part of what it covers is missing.
        case missingSignature = "missing_signature"
        /// A signature or its moment is not written as it should be.
        case malformedSignature = "malformed_signature"
        /// Signed too long ago.
        case staleTimestamp = "stale_timestamp"
        /// Signed too far in the future.
        case futureTimestamp = "future_timestamp"
        /// There are no credentials.
        case missingCredentials = "missing_credentials"
        /// Credentials are wrong.
        case badCredentials = "bad_credentials"
        /// The body is not the one that was hashed.
        case bodyHashMismatch = "body_hash_mismatch"
        /// The URL is not the one that was signed.
        case urlMismatch = "url_mismatch"
        /// A claim does not hold.
        case badClaim = "bad_claim"
        /// An algorithm is not allowed.
        case badAlgorithm = "bad_algorithm"
        /// A certificate comes from elsewhere.
        case badCertificateURL = "bad_cert_url"
        /// A certificate is no longer valid.
        case certificateExpired = "cert_expired"
        /// A certificate cannot be had now.
        case certificateUnavailable = "cert_unavailable"
        /// The provider cannot be asked now whether a request is its own.
        case providerUnavailable = "provider_unavailable"
        /// The request was believed once, and now it says something else.
        case replayed
        /// A handshake asks for a call that is not allowed, or hands over a secret that is not wanted.
        case handshakeRefused = "handshake_refused"
        /// The body cannot be read as far as the check needs.
        case malformedBody = "malformed_body"
        /// No step applies, or none of its secrets is configured.
        case noApplicableScheme = "no_applicable_scheme"
    }

    /// Why.
    public let reason: Reason
    /// What its sender gets.
    public let answer: HookAnswer
}

extension Refusal.Reason {
    /// Whether it is no fault of the request, which should come again.
    var isPassing: Bool { [.certificateUnavailable, .providerUnavailable].contains(self) }
}

extension Verification.Need {
    /// Why a request is refused for which it cannot be had.
    var reason: Refusal.Reason {
        switch self {
        case .document(let request): request.reason
        case .reply: .providerUnavailable
        }
    }
}
