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
        count(receipt)
        if receipt.accepted > 0 { onAppend() }
        return receipt
    }

    /// Keeps what is not processed, with the reason.
    func quarantine(_ webhook: RawWebhook, stage: Quarantined.Stage, reason: String) async throws(IntakeError) {
        let kept = stage == .verify ? webhook.cut(to: Self.refusedBodyBytes) : webhook
        let entry = Quarantined(stage: stage, reason: reason, webhook: kept.redacted)
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
    /// This request with at most so many bytes of its body, and marked when there were more.
    func cut(to limit: Int) -> RawWebhook {
        guard body.count > limit else { return self }
        return RawWebhook(
            source: source,
            method: method,
            url: url,
            headers: headers + [("throughline-cut", String(body.count))],
            body: Array(body.prefix(limit)),
            received: received
        )
    }

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
