public import Connectors
public import Core
import Store

/// Takes webhooks in: verified over the raw bytes, written down, then answered.
public struct Intake: Sendable {
    private let sources: [String: Source]
    private let journal: Journal
    private let clock: any WallClock

    /// An intake for `sources`.
    public init(sources: [String: Source], journal: Journal, clock: any WallClock) {
        self.sources = sources
        self.journal = journal
        self.clock = clock
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
        switch source.verify(webhook, at: clock.now) {
        case .verified(let verified):
            try await write(verified, of: source)
            return source.answer(verified)
        case .answered(let answer):
            return answer
        case .refused(let refusal):
            try await journal.quarantine(webhook, stage: .verify, reason: refusal.reason.rawValue)
            throw .refused(refusal.answer)
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
