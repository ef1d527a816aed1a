public import Core

/// A document with keys that must be fetched before a request can be judged.
///
/// Its URL has passed the connector's allow-list. Whoever fetches it keeps it for ``lifetime`` at most, and hands it to
/// ``Source/verify(_:at:documents:replies:)`` by its URL.
public struct KeyRequest: Sendable {
    /// What is published there.
    enum Format: Sendable {
        /// PEM: a certificate, and perhaps those of its issuers, which must lead to a root we trust.
        case certificate(isChained: Bool)
        /// A JSON Web Key Set.
        case keySet
    }

    /// Where it is published; always https.
    public let url: String
    /// How long a copy is good.
    public let lifetime: TimeSpan
    /// Why a request is refused that still needs it when it has been tried.
    public let reason: Refusal.Reason
    /// Whether a copy is at hand, but an expired certificate, or a set without the key.
    public let isRenewal: Bool
    let format: Format

    /// The text of a document that was fetched at `now`, when it is what it should be: only that may be kept.
    ///
    /// Certificates that were handed in by hand, in trials, are not held against roots.
    public func accepted(_ document: [UInt8], at now: Timestamp) async -> String? {
        guard let text = String(validating: document, as: UTF8.self) else { return nil }
        switch format {
        case .keySet: return JSONWebKeySet(text).map { _ in text }
        case .certificate(let isChained):
            guard let certificate = SigningCertificate(pem: text), certificate.key != nil else { return nil }
            guard isChained else { return text }
            return await certificate.isTrusted(at: now) ? text : nil
        }
    }
}
