import CEL
import Connectors
import Core

/// What a provider does with a request.
struct Taken: Sendable {
    var reply: HTTPReply
    /// The route that answered.
    var route: String?
    var callbacks: [ScheduledCallback] = []
}

/// One provider: answers requests and causes events by its definition.
///
/// Without I/O; time is handed in.
struct ProviderState {
    let source: Source
    let definition: SandboxDefinition
    private(set) var memory = Memory()
    var held = HeldEvents()
    var tally = Tally()
    var digests = Digests()

    init(source: Source, definition: SandboxDefinition) {
        self.source = source
        self.definition = definition
    }

    /// Answers a request.
    ///
    /// What cannot be answered as the definition says is a 500 that says why.
    mutating func take(_ request: ProviderRequest) -> Taken {
        var bindings = request.bindings(of: source, asksVerification: definition.usesVerification)
        guard let route = route(for: &bindings) else {
            let reason =
                "the sandbox of \(source.connector.name) has no route for \(request.raw.method) \(request.path)"
            return Taken(reply: .problem(404, reason))
        }
        do throws(SandboxFailure) {
            for (name, value) in route.lets { bindings[name] = try value.value(bindings) }
            if let acceptance = route.acceptance { return try take(request, route, acceptance, bindings) }
            let reply = try route.respond.reply(bindings)
            if reply.status >= 400 { tally.addRefusal(by: route.name) }
            return Taken(reply: reply, route: route.name)
        } catch {
            return Taken(reply: .problem(500, error.reason), route: route.name)
        }
    }

    /// The first route that holds.
    ///
    /// What was accepted and happened before is bound only for those that look at it: it may be a lot.
    private func route(for bindings: inout Bindings) -> Route? {
        for route in definition.routes {
            if route.asksHeld, bindings["held"] == nil { bindings["held"] = Value(holdings) }
            guard route.when.holds(bindings) else { continue }
            if route.readsHeld, bindings["held"] == nil { bindings["held"] = Value(holdings) }
            return route
        }
        return nil
    }

    /// Accepts a request once: a repetition gets the first answer again.
    private mutating func take(
        _ request: ProviderRequest,
        _ route: Route,
        _ acceptance: Acceptance,
        _ bindings: Bindings
    ) throws(SandboxFailure) -> Taken {
        let repetition = try acceptance.idempotency?.repetition(request, bindings)
        guard let repetition, let known = memory.object(idempotencyKey: repetition.key) else {
            return try accept(request, route, acceptance, bindings, repetition)
        }
        tally.addRepetition()
        let isSame = known.repetition?.body == repetition.body
        let conflict = isSame ? nil : try acceptance.idempotency?.conflict?.reply(bindings)
        return Taken(reply: conflict ?? known.reply, route: route.name)
    }

    private mutating func accept(
        _ request: ProviderRequest,
        _ route: Route,
        _ acceptance: Acceptance,
        _ bindings: Bindings,
        _ repetition: Repetition?
    ) throws(SandboxFailure) -> Taken {
        var bindings = bindings
        let content = try acceptance.content(request, bindings)
        bindings["digest"] = Value(digests.next(source: source.name, kind: route.name, content: content))
        guard let id = try acceptance.id.text(bindings) else {
            throw SandboxFailure("the id is null", in: acceptance.id.source)
        }
        bindings["id"] = Value(id)
        let object = AcceptedObject(
            id: id,
            route: route.name,
            accepted: request.raw.received,
            summary: try acceptance.summary.object(bindings),
            request: request.raw.body.count <= AcceptedObject.keptBodyBytes ? request.content : .null,
            reply: try route.respond.reply(bindings),
            references: try acceptance.names(bindings),
            repetition: repetition
        )
        memory.remember(object)
        tally.add(object)
        let callbacks = acceptance.callbacks.filter { $0.when?.holds(bindings) ?? true }
        return Taken(
            reply: object.reply,
            route: route.name,
            callbacks: callbacks.map { ScheduledCallback($0, id: id, bindings: bindings, accepted: object.accepted) }
        )
    }
}

extension IdempotencyRule {
    /// What a request would be recognized by; nil when it carries no key.
    func repetition(_ request: ProviderRequest, _ bindings: Bindings) throws(SandboxFailure) -> Repetition? {
        guard let key = try key.value(bindings).json?.word, !key.isEmpty else { return nil }
        return Repetition(key: key, body: Digests.hex(request.raw.body))
    }
}

extension Acceptance {
    /// What makes a request this one and no other.
    func content(_ request: ProviderRequest, _ bindings: Bindings) throws(SandboxFailure) -> [UInt8] {
        guard let key else { return request.raw.body }
        guard let json = try key.value(bindings).json else {
            throw SandboxFailure("`key` must be data", in: key.source)
        }
        return json.bytes
    }

    /// Further names of the accepted object.
    func names(_ bindings: Bindings) throws(SandboxFailure) -> [String] {
        guard let json = try references?.json(bindings) else { return [] }
        return (json.array ?? [json]).compactMap(\.word).filter { !$0.isEmpty }
    }
}
