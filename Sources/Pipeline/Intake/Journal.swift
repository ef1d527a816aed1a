import Connectors
public import Core
public import Store

/// Writes requests down before they are answered.
///
/// Card and social security numbers are replaced on the way.
public struct Journal: Sendable {
    /// Bytes kept of a body nobody verified: enough to see what it is, too few to fill a disk with.
    static let refusedBodyBytes = 64 * 1024

    private let store: any EventStore
    private let counters: Counters
    private let onAppend: @Sendable () -> Void

    /// A journal; `onAppend` is called after something new is durable.
    public init(store: any EventStore, counters: Counters, onAppend: @escaping @Sendable () -> Void) {
        self.store = store
        self.counters = counters
        self.onAppend = onAppend
    }

    /// Appends a verified request and its items; returns after the sync.
    @discardableResult
    func append(
        _ items: [ItemKey],
        of webhook: RawWebhook,
        connector: String
    ) async throws(IntakeError) -> Receipt {
        let stored = webhook.redacted
        let receipt: Receipt
        do throws(StoreError) {
            receipt = try await store.append(stored, connector: connector, items: items)
        } catch {
            throw IntakeError(error)
        }
        note(receipt)
        return receipt
    }

    /// Appends a verified request and remembers what its provider uses once; nil when that is known, and the request
    /// says something new all the same.
    func append(
        _ items: [ItemKey],
        of webhook: VerifiedWebhook,
        connector: String,
        at now: Timestamp
    ) async throws(IntakeError) -> Receipt? {
        let nonces = webhook.nonces
        if nonces.isEmpty { return try await append(items, of: webhook.raw, connector: connector) }
        let (stored, memory) = (webhook.raw.redacted, NonceMemory(source: webhook.raw.source, now: now))
        let receipt = try await write { (tx) throws(StoreError) -> Receipt? in
            guard try memory.admits(nonces, for: items, tx) else { return nil }
            return try tx.append(stored, connector: connector, items: items)
        }
        if let receipt { note(receipt) }
        return receipt
    }

    /// Keeps a verified request that cannot be read; once for each nonce.
    func quarantine(
        _ webhook: VerifiedWebhook,
        because failure: ReadFailure,
        at now: Timestamp
    ) async throws(IntakeError) {
        let entry = Quarantined(stage: .decode, reason: failure.reason, webhook: webhook.raw.redacted)
        let (nonces, memory) = (webhook.nonces, NonceMemory(source: webhook.raw.source, now: now))
        try await write { (tx) throws(StoreError) in
            if try memory.areNew(nonces, tx) { _ = try tx.quarantine(entry) }
        }
        count("unreadable", source: webhook.raw.source)
    }

    /// Keeps what is not processed, with the reason.
    func quarantine(_ webhook: RawWebhook, stage: Quarantined.Stage, reason: String) async throws(IntakeError) {
        let kept = stage == .verify ? webhook.cut(to: Self.refusedBodyBytes) : webhook
        let entry = Quarantined(stage: stage, reason: reason, webhook: kept.redacted)
        _ = try await write { (tx) throws(StoreError) in try tx.quarantine(entry) }
        count(stage == .verify ? "refused" : "unreadable", source: webhook.source)
    }

    private func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Result
    ) async throws(IntakeError) -> Result {
        do throws(StoreError) {
            return try await store.write(work)
        } catch {
            throw IntakeError(error)
        }
    }

    private func note(_ receipt: Receipt) {
        let known = receipt.duplicates + receipt.conflicts
        if receipt.accepted > 0 { count("accepted", source: receipt.source, receipt.accepted) }
        if known > 0 { count("duplicate", source: receipt.source, known) }
        if receipt.accepted > 0 { onAppend() }
    }

    private func count(_ result: String, source: String, _ items: Int = 1) {
        counters.add(Int64(items), to: "webhooks_total", "source=\"\(source)\",result=\"\(result)\"")
    }
}
