import Core
import HTTPTypes
import Hummingbird
import Pipeline
import Store

/// `/v1/quarantine`: what was refused or could not be read, and what is done about it.
struct QuarantineRoutes: Sendable {
    let gateway: Gateway

    func add(to group: RouterGroup<GatewayContext>) {
        group.route("quarantine", .get, use: list)
        group.route("quarantine/readmit", .post, use: readmitMany)
        group.route("quarantine/:id", .get, use: show)
        group.route("quarantine/:id/readmit", .post, use: readmit)
        group.route("quarantine/:id/discard", .post, use: discard)
    }

    @Sendable
    private func list(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let query = request.uri.queryParameters
        var filter = QuarantineFilter(source: query.get("source").map { String($0) })
        if let stage = query.get("stage") { filter.stage = try Quarantined.Stage(name: String(stage)) }
        let entries = try await outlines(filter, before: try request.before, limit: try request.limit)
        let next = entries.count == (try request.limit) ? entries.last.map { JSON.int($0.number) } : nil
        return Response(json: ["entries": .array(entries.map(\.json)), "next": next ?? .null])
    }

    /// One entry with its request, as `connector try` takes it.
    ///
    /// Credentials are masked, unless `whole=true` asks for them: a signature is worth nothing without them.
    @Sendable
    private func show(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let (number, isWhole) = (try context.entry, try request.flag("whole"))
        guard let entry = try await gateway.read({ (tx) throws(StoreError) in try tx.quarantined(number) }) else {
            throw Problem.noEntry
        }
        let mask = isWhole ? nil : RequestMask(source: gateway.configuration.value.sources[entry.webhook.source])
        return Response(json: entry.json(mask))
    }

    @Sendable
    private func readmit(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let (number, isPlan, force) = (try context.entry, try request.isPlan, try request.flag("force"))
        guard let report = try await carryOut(number, isPlan: isPlan, force: force) else { throw Problem.noEntry }
        if !isPlan, let reason = report.refusal {
            throw Problem(.conflict, "It stays in quarantine: \(reason).")
        }
        return Response(json: .object(report.json))
    }

    /// Several entries, in the order in which they came; each by itself, so that one that stays holds up no other.
    @Sendable
    private func readmitMany(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let wish = try ReadmitBody(try await request.wholeBody(upTo: 64 * 1024))
        let page = try await numbers(wish)
        var reports: [ReadmissionReport] = []
        var gone: [JSON] = []
        for number in Set(page).sorted() {
            if let report = try await carryOut(number, isPlan: wish.isPlan) {
                reports.append(report)
            } else {
                gone.append(.int(number))
            }
        }
        let next = wish.ids == nil && page.count == wish.limit ? page.min().map(JSON.int) : nil
        let good = reports.count(where: \.isGood)
        return Response(
            json: [
                "plan": .bool(wish.isPlan), "good": .int(Int64(good)), "refused": .int(Int64(reports.count - good)),
                "gone": .array(gone), "results": .array(reports.map { .object($0.json) }), "next": next ?? .null,
            ]
        )
    }

    @Sendable
    private func discard(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let number = try context.entry
        let reason = try DiscardBody.reason(try await request.wholeBody(upTo: 16 * 1024))
        let outcome: DiscardOutcome
        do throws(StoreError) {
            outcome = try await gateway.readmission.discard(number, because: reason)
        } catch {
            throw Problem(of: error)
        }
        switch outcome {
        case .discarded: return Response(json: ["number": .int(number), "discarded": true])
        case .unknown: throw Problem.noEntry
        case .needsReason:
            throw Problem(.conflict, "Its sender was told that we have it: say `because` of what it may go.")
        }
    }

    private func carryOut(
        _ number: Int64,
        isPlan: Bool,
        force: Bool = false
    ) async throws(Problem) -> ReadmissionReport? {
        do throws(StoreError) {
            if isPlan { return try await gateway.readmission.plan(number, force: force) }
            return try await gateway.readmission.readmit(number, force: force)
        } catch {
            throw Problem(of: error)
        }
    }

    private func numbers(_ wish: ReadmitBody) async throws(Problem) -> [Int64] {
        if let ids = wish.ids { return ids }
        return try await outlines(wish.filter, before: wish.before, limit: wish.limit).map(\.number)
    }

    private func outlines(
        _ filter: QuarantineFilter,
        before: Int64?,
        limit: Int
    ) async throws(Problem) -> [Quarantined.Outline] {
        try await gateway.read { (tx) throws(StoreError) in
            try tx.quarantineOutlines(matching: filter, before: before, limit: limit)
        }
    }
}

extension GatewayContext {
    /// The number of an entry in the path.
    fileprivate var entry: Int64 {
        get throws(Problem) {
            guard let number = parameters.get("id").flatMap({ Int64($0) }) else { throw Problem.noEntry }
            return number
        }
    }
}

extension Problem {
    fileprivate static let noEntry = Problem(.notFound, "No entry of the quarantine has this number.")
}
