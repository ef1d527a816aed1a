import CEL
import Core

/// Who opened the connection, as far as the listener or a trusted proxy knows.
struct Sender: Sendable {
    /// The IP address.
    let peer: String?
    /// The subject of the certificate.
    let subject: String?

    init(of webhook: RawWebhook) {
        peer = webhook.peer
        subject = webhook.clientSubject
    }
}

/// Who may open the connection: from where, and with which certificate; one of both at least.
struct SenderRules: Sendable {
    let addresses: AddressList?
    /// What all of the subject must match, as the proxy writes it.
    let subject: WholePattern?

    /// Why a sender is not believed, or nil.
    func refusal(of sender: Sender) -> Refusal.Reason? { refusal(of: sender.peer) ?? refusal(with: sender.subject) }

    private func refusal(of peer: String?) -> Refusal.Reason? {
        guard let addresses else { return nil }
        guard let isListed = peer.flatMap(addresses.contains) else { return .missingCredentials }
        return isListed ? nil : .badCredentials
    }

    private func refusal(with subject: String?) -> Refusal.Reason? {
        guard let pattern = self.subject else { return nil }
        guard let subject, !subject.isEmpty else { return .missingCredentials }
        return pattern.matches(subject) ? nil : .badCredentials
    }
}
