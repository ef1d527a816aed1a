public import Connectors
public import Core
import Store

/// Takes webhooks in: verified over the raw bytes, written down, then answered.
public struct Intake: Sendable {
    private let sources: [String: Source]
    private let journal: Journal
    private let clock: any WallClock
    private let transport: any HTTPTransport
    private let keys: KeyCache

    /// Documents that are fetched for one request, which may have elements signed with several keys.
    private static let documentLimit = 4

    /// An intake for `sources`; `transport` makes the calls that handshakes ask for, and fetches certificates.
    public init(sources: [String: Source], journal: Journal, clock: any WallClock, transport: any HTTPTransport) {
        self.sources = sources
        self.journal = journal
        self.clock = clock
        self.transport = transport
        keys = KeyCache(transport: transport, clock: clock)
    }

    /// The source with this name.
    /// - Throws: ``IntakeError/unknownSource``, ``IntakeError/methodNotAllowed(_:)``.
    public func source(named name: String, method: String) throws(IntakeError) -> Source {
        guard let source = sources[name] else { throw .unknownSource }
        guard source.connector.methods.contains(method) else { throw .methodNotAllowed(source.connector.methods) }
        return source
    }

    /// Accepts one webhook: the spine of the house.
    ///
    /// Returns what its sender gets, after it is durable.
    public func accept(_ webhook: RawWebhook) async throws(IntakeError) -> HookAnswer {
        let source = try source(named: webhook.source, method: webhook.method)
        switch await verify(webhook, source) {
        case .verified(let verified):
            try await write(verified, of: source)
            return source.answer(verified)
        case .answered(let reply):
            if let call = reply.call { try await confirm(source.origins.mapped(call)) }
            return reply.answer
        case .refused(let refusal), .needs(_, otherwise: let refusal):
            try await journal.quarantine(webhook, stage: .verify, reason: refusal.reason.rawValue)
            throw .refused(refusal.answer)
        }
    }

    /// Verifies, and fetches what is needed for that.
    private func verify(_ webhook: RawWebhook, _ source: Source) async -> Verification {
        var documents: [String: String] = [:]
        var verification = source.verify(webhook, at: clock.now)
        while case .needs(let request, otherwise: _) = verification, documents.count < Self.documentLimit {
            guard let document = await keys.document(for: request, of: source) else { break }
            documents[request.url] = document
            verification = source.verify(webhook, at: clock.now, documents: documents)
        }
        return verification
    }

    /// Makes the call that a handshake asks for.
    ///
    /// Unless it succeeds the sender is told to come again: nothing here would repeat the call.
    private func confirm(_ call: HTTPCall) async throws(IntakeError) {
        guard case .replied(let reply) = await transport.send(call), (200..<300).contains(reply.status) else {
            throw .overloaded
        }
    }

    /// A verified body that cannot be read is kept and acknowledged too: its sender cannot mend our YAML.
    private func write(_ verified: VerifiedWebhook, of source: Source) async throws(IntakeError) {
        let items: [Item]
        do throws(ReadFailure) {
            items = try source.read(verified)
        } catch {
            return try await journal.quarantine(verified.raw, stage: .decode, reason: error.reason)
        }
        let keys = items.map { ItemKey(key: $0.key, digest: $0.digest) }
        try await journal.append(keys, of: verified.raw, connector: source.connector.label)
    }
}
