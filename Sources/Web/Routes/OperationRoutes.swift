import Core
import HTTPTypes
import Hummingbird
import Store

/// `/v1/receipts`, `/v1/quarantine`, `/v1/deliveries`: what came in, what could not be read, what goes out.
struct OperationRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("receipts", .get, use: receipts)
        group.route("quarantine", .get, use: quarantine)
        group.route("deliveries", .get, use: deliveries)
        group.route("deliveries/:id", .get, use: delivery)
    }

    @Sendable
    private func receipts(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let source = request.uri.queryParameters.get("source").map { String($0) }
        let (before, limit) = (try request.before, try request.limit)
        let receipts = try await gateway.read { (tx) throws(StoreError) in
            try tx.receipts(source: source, before: before, limit: limit)
        }
        let next = receipts.count == limit ? receipts.last.map { JSON.int($0.number) } : nil
        return Response(json: ["receipts": .array(receipts.map(\.json)), "next": next ?? .null])
    }

    @Sendable
    private func quarantine(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let (before, limit) = (try request.before, try request.limit)
        let entries = try await gateway.read { (tx) throws(StoreError) in
            try tx.quarantined(before: before, limit: limit)
        }
        let next = entries.count == limit ? entries.last.map { JSON.int($0.number) } : nil
        return Response(json: ["entries": .array(entries.map(\.json)), "next": next ?? .null])
    }

    @Sendable
    private func deliveries(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let limit = try request.limit
        let state = try request.uri.queryParameters.get("state").map { text in
            guard let state = Delivery.State(rawValue: String(text)) else {
                throw Problem(.badRequest, "`state` is none of a delivery's states.")
            }
            return state
        }
        let found = try await gateway.read { (tx) throws(StoreError) in try tx.deliveries(state: state, limit: limit) }
        return Response(json: ["deliveries": .array(found.map(\.json))])
    }

    @Sendable
    private func delivery(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        guard let found = try await gateway.read({ (tx) throws(StoreError) in try tx.delivery(id) }) else {
            throw Problem(.notFound, "No delivery has this id.")
        }
        return Response(json: found.json)
    }
}

extension Request {
    /// The number in `before`, which the last page gave as `next`.
    fileprivate var before: Int64? {
        get throws(Problem) {
            guard let text = uri.queryParameters.get("before") else { return nil }
            guard let number = Int64(text) else { throw Problem(.badRequest, "`before` must be a number.") }
            return number
        }
    }
}

extension Receipt {
    fileprivate var json: JSON {
        [
            "number": .int(number), "source": .string(source), "received": .string(received.description),
            "accepted": .int(Int64(accepted)), "duplicates": .int(Int64(duplicates)),
            "conflicts": .int(Int64(conflicts)),
        ]
    }
}

extension Quarantined {
    /// Without the body, which may hold anything.
    fileprivate var json: JSON {
        [
            "number": .int(number), "source": .string(webhook.source), "stage": .string(stage.rawValue),
            "reason": .string(reason), "received": .string(webhook.received.description),
            "bytes": .int(Int64(webhook.body.count)),
        ]
    }
}

extension Delivery {
    fileprivate var json: JSON {
        [
            "id": .string(id), "kind": .string(kind.rawValue), "state": .string(state.rawValue),
            "customer": .string(customer), "account": account.map { .string($0.description) } ?? .null,
            "channel": .string(channel.rawValue), "source": .string(source), "purpose": .string(purpose),
            "due": .string(due.description), "attempts": .int(Int64(attempts)),
            "provider_id": providerID.map(JSON.string) ?? .null, "error": lastError.map(JSON.string) ?? .null,
        ]
    }
}
