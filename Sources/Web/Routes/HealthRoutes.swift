import Core
import HTTPTypes
import Hummingbird
import Store

/// `/healthz` (the process lives), `/readyz` (it can write), `/metrics` (Prometheus text).
struct HealthRoutes: Sendable {
    let gateway: Gateway

    func add(to router: Router<GatewayContext>) {
        router.route("/healthz", .get) { _, _ in Response(json: ["status": "ok"]) }
        router.route("/readyz", .get, use: ready)
        router.route("/metrics", .get, use: metrics)
    }

    /// An empty transaction: the writer answers, and no sync has failed.
    ///
    /// Refused files do not matter here: what was in force still is.
    @Sendable
    private func ready(_ request: Request, _ context: GatewayContext) async throws -> Response {
        do throws(StoreError) {
            try await gateway.store.write { (_) throws(StoreError) in }
            let ready: JSONObject = ["status": "ready"]
            return Response(json: .object(ready.merging(gateway.reloading.state.value.members)))
        } catch {
            return Response(json: ["status": "not_ready", "reason": "store"], status: .serviceUnavailable)
        }
    }

    @Sendable
    private func metrics(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let now = gateway.clock.now
        let counts = try await gateway.read { (tx) throws(StoreError) in try tx.counts(at: now) }
        var lines: [String] = []
        for (key, value) in gateway.counters.all {
            lines.append("throughline_\(key.name)\(key.labels.isEmpty ? "" : "{\(key.labels)}") \(value)")
        }
        lines.append("throughline_pending_items \(counts.pendingItems)")
        lines.append("throughline_awaiting_items \(counts.awaitingItems)")
        lines.append("throughline_due_deliveries \(counts.dueDeliveries)")
        lines.append("throughline_due_runs \(counts.dueRuns)")
        lines.append("throughline_quarantined \(counts.quarantined)")
        lines.append("throughline_events \(counts.events)")
        lines.append("throughline_active_runs \(counts.activeRuns)")
        for (state, count) in counts.deliveries.sorted(by: { $0.key < $1.key }) {
            lines.append("throughline_deliveries{state=\"\(state)\"} \(count)")
        }
        let text = lines.joined(separator: "\n") + "\n"
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
