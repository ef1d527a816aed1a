import Core
import HTTPTypes
import Hummingbird
import Store

/// `/v1/receipts`, `/v1/awaiting`, `/v1/deliveries`: what came in, what waits for a provider, what goes out.
struct OperationRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("receipts", .get, use: receipts)
        group.route("awaiting", .get, use: awaiting)
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
    private func awaiting(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let (before, limit) = (try request.before, try request.limit)
        let items = try await gateway.read { (tx) throws(StoreError) in
            try tx.awaiting(before: before, limit: limit)
        }
        let next = items.count == limit ? items.last.map { JSON.int($0.item.number) } : nil
        return Response(json: ["items": .array(items.map(\.json)), "next": next ?? .null])
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

extension Receipt {
    fileprivate var json: JSON {
        [
            "number": .int(number), "source": .string(source), "received": .string(received.description),
            "accepted": .int(Int64(accepted)), "duplicates": .int(Int64(duplicates)),
            "conflicts": .int(Int64(conflicts)),
        ]
    }
}

extension AwaitingItem {
    fileprivate var json: JSON {
        [
            "number": .int(item.number), "source": .string(item.source), "webhook": .int(item.webhook),
            "key": .string(item.key), "due": .string(due.description), "attempts": .int(Int64(attempts)),
            "reason": reason.map(JSON.string) ?? .null,
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
