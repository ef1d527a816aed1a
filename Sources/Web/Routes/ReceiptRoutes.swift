import Core
import HTTPTypes
import Hummingbird
import Pipeline
import Store

/// `/v1/receipts/{number}`: one request as the journal keeps it.
struct ReceiptRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("receipts/:id", .get, use: show)
    }

    /// The request as `connector try` takes it.
    ///
    /// Credentials are masked, unless `whole=true` asks for them: a signature is worth nothing without them.
    @Sendable
    private func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let isWhole = try request.flag("whole")
        guard let number = context.parameters.get("id").flatMap({ Int64($0) }),
            let stored = try await gateway.read({ (tx) throws(StoreError) in try tx.webhook(number) })
        else { throw Problem(.notFound, "No receipt has this number.") }
        let mask = isWhole ? nil : RequestMask(source: gateway.configuration.value.sources[stored.webhook.source])
        return Response(json: stored.json(mask))
    }
}

extension JournaledWebhook {
    /// With its request; `now` and `request` as `connector try` takes them.
    fileprivate func json(_ mask: RequestMask?) -> JSON {
        [
            "number": .int(number), "source": .string(webhook.source), "connector": .string(connector),
            "received": .string(webhook.received.description), "masked": .bool(mask != nil),
            "now": .int(webhook.received.seconds), "request": .object((mask?.masked(webhook) ?? webhook).json),
        ]
    }
}
