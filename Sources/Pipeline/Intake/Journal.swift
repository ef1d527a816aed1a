public import Core
public import Store

/// Writes requests down before they are answered.
///
/// Card and social security numbers are replaced on the way.
public struct Journal: Sendable {
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
        count(receipt)
        if receipt.accepted > 0 { onAppend() }
        return receipt
    }

    /// Keeps what is not processed, with the reason.
    func quarantine(_ webhook: RawWebhook, stage: Quarantined.Stage, reason: String) async throws(IntakeError) {
        let entry = Quarantined(stage: stage, reason: reason, webhook: webhook.redacted)
        do throws(StoreError) {
            _ = try await store.write { (tx) throws(StoreError) in try tx.quarantine(entry) }
        } catch {
            throw IntakeError(error)
        }
        count(stage == .verify ? "refused" : "unreadable", source: webhook.source)
    }

    private func count(_ receipt: Receipt) {
        let known = receipt.duplicates + receipt.conflicts
        if receipt.accepted > 0 { count("accepted", source: receipt.source, receipt.accepted) }
        if known > 0 { count("duplicate", source: receipt.source, known) }
    }

    private func count(_ result: String, source: String, _ items: Int = 1) {
        counters.add(Int64(items), to: "webhooks_total", "source=\"\(source)\",result=\"\(result)\"")
    }
}

extension RawWebhook {
    /// This request with card and social security numbers replaced, and marked when there were any.
    var redacted: RawWebhook {
        let (body, count) = Redaction.redact(body)
        guard count > 0 else { return self }
        return RawWebhook(
            source: source,
            method: method,
            url: url,
            headers: headers + [(Redaction.header, String(count))],
            body: body,
            received: received
        )
    }
}
