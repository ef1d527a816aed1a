import Core
import Hummingbird
import Pipeline
import Store

/// `/v1/events` and `/v1/triggers/{name}`: what our own systems tell us and ask of us.
struct EventRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("events", .post, use: takeEvents)
        group.route("triggers/:name", .post, use: fire)
    }

    @Sendable
    private func takeEvents(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let reach = gateway.configuration.value.reach
        let body = try await request.wholeBody(upTo: reach.maxBody)
        let webhook = RawWebhook(
            source: CanonicalEvents.source,
            method: "POST",
            url: reach.publicURL.text + request.uri.string,
            headers: [],
            body: body,
            received: gateway.clock.now
        )
        do throws(IntakeError) {
            let (accepted, duplicates) = try await gateway.events.accept(webhook)
            let answer: JSON = ["accepted": .int(Int64(accepted)), "duplicates": .int(Int64(duplicates))]
            return Response(json: answer, status: .accepted)
        } catch {
            return Response(error)
        }
    }

    @Sendable
    private func fire(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = try await request.wholeBody(upTo: 64 * 1024)
        let name = context.parameters.get("name") ?? ""
        let (isPlan, key) = (try request.isPlan, try request.idempotencyKey)
        do throws(Triggers.Failure) {
            let wish = try TriggerBody.read(body).get()
            if isPlan { return Response(json: try await gateway.triggers.plan(name, wish)) }
            return Response(
                json: try await gateway.triggers.fire(name, wish, body: body, key: key),
                status: .accepted
            )
        } catch {
            return problem(error).response
        }
    }

    private func problem(_ failure: Triggers.Failure) -> Problem {
        switch failure {
        case .unknownTrigger: Problem(.notFound, "No trigger has this name.")
        case .unknownCustomer: Problem(.notFound, "No customer has one of these identifiers.")
        case .conflictingIdentifiers:
            Problem(.unprocessableContent, "The identifiers do not all lead to one customer.")
        case .unclearAccount: Problem(.unprocessableContent, "Name the account: `account` with creditor:reference.")
        case .keyReused: Problem(.conflict, "This Idempotency-Key was used with another body.")
        case .malformed(let reason): Problem(.badRequest, reason)
        case .store(.busy), .store(.full): .overloaded
        case .store: .storeFailed
        }
    }
}

extension Request {
    /// The key of draft-ietf-httpapi-idempotency-key-header, when there is one.
    fileprivate var idempotencyKey: String? {
        get throws(Problem) {
            let keys = headers.filter { $0.name.canonicalName == "idempotency-key" }
            guard let key = keys.first?.value else { return nil }
            guard keys.count == 1, (1...255).contains(key.utf8.count) else {
                throw Problem(.badRequest, "`Idempotency-Key` must be one text of 1 to 255 bytes.")
            }
            return key
        }
    }
}
