import Core
import HTTPTypes
import Hummingbird
import Store

/// `/v1/customers` and `/v1/decisions`: who somebody is, what happened, and why.
struct CustomerRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("customers", .get, use: find)
        group.route("customers/:id", .get, use: show)
        group.route("customers/:id/timeline", .get, use: timeline)
        group.route("decisions/:id", .get, use: decision)
    }

    @Sendable
    private func find(_ request: Request, _ context: GatewayContext) async throws -> Response {
        guard let text = request.uri.queryParameters.get("identifier"), let identifier = Identifier(text) else {
            throw Problem(
                .badRequest,
                "`identifier` must be kind:value, such as phone:+15005550006 or account:acme:100231."
            )
        }
        let customer = try await gateway.read { (tx) throws(StoreError) in try tx.customer(holding: identifier) }
        let found = customer.map { JSON.array([["id": .string($0)]]) } ?? []
        return Response(json: ["customers": found])
    }

    @Sendable
    private func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        let facts = try await gateway.read { (tx) throws(StoreError) -> CustomerFacts? in
            try tx.exists(customer: id) ? try tx.facts(of: id) : nil
        }
        guard let facts else { throw Problem.noCustomer }
        return Response(json: facts.json)
    }

    @Sendable
    private func timeline(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        let limit = try request.limit
        let after = try request.uri.queryParameters.get("after").map { text in
            guard let cursor = TimelineCursor(text) else { throw Problem(.badRequest, "`after` is no cursor of ours.") }
            return cursor
        }
        let events = try await gateway.read { (tx) throws(StoreError) -> [Event]? in
            try tx.exists(customer: id) ? try tx.timeline(of: id, after: after, limit: limit) : nil
        }
        guard let events else { throw Problem.noCustomer }
        let next = events.count == limit ? events.last.map { JSON.string(TimelineCursor($0).text) } : nil
        return Response(json: ["events": .array(events.map(\.cloudEvent)), "next": next ?? .null])
    }

    @Sendable
    private func decision(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        guard let decision = try await gateway.read({ (tx) throws(StoreError) in try tx.decision(id) }) else {
            throw Problem(.notFound, "No decision has this id.")
        }
        return Response(json: decision)
    }
}

extension Problem {
    static let noCustomer = Problem(.notFound, "No customer has this id.")
}

extension Gateway {
    /// Reads from the store; its errors become answers.
    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreReading) throws(StoreError) -> Result
    ) async throws(Problem) -> Result {
        do throws(StoreError) {
            return try await store.read(work)
        } catch {
            throw Problem(of: error)
        }
    }
}

extension Problem {
    /// What to answer when the store cannot do it.
    init(of error: StoreError) {
        self = [.busy, .full, .closed].contains(error) ? .overloaded : .storeFailed
    }
}
