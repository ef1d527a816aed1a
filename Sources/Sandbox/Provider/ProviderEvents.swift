import CEL
import Connectors
import Core

extension ProviderState {
    /// Lets an event happen: what is to be posted.
    mutating func cause(_ order: EventOrder, at now: Timestamp) throws(EventRefusal) -> Outgoing {
        guard let event = definition.events.first(where: { $0.name.hasSameBytes(as: order.event) }) else {
            let hint = Suggestion.hint(for: order.event, in: definition.events.map(\.name)) ?? "there are none"
            throw EventRefusal(404, "\(source.name) has no event `\(order.event)`; \(hint)")
        }
        var bindings = Bindings()
        bindings.context = source
        bindings["input"] = Value(JSON.object(order.input))
        bindings["config"] = Value(JSON.object(source.config))
        bindings["now"] = Value(now)
        if let raw = order.raw { return unreadable(event, raw, bindings) }
        try order.check(event.inputs)
        bindings["object"] = try object(of: event, bindings).map { Value($0.json) } ?? .null
        let content = JSON.object(order.input).bytes
        bindings["digest"] = Value(digests.next(source: source.name, kind: event.name, content: content))
        let id = try id(of: event, bindings)
        tally.addEvent(event.name)
        let outgoing = Outgoing(id: id, webhook: event.webhook, bindings: bindings, raw: nil)
        if !order.isForged { try hold(outgoing, of: event, order, at: now) }
        return outgoing
    }

    /// Keeps what happened, whether or not its webhook arrives.
    private mutating func hold(
        _ outgoing: Outgoing,
        of event: EventPlan,
        _ order: EventOrder,
        at now: Timestamp
    ) throws(EventRefusal) {
        do throws(SandboxFailure) {
            let happened: JSONObject = [
                "id": .string(outgoing.id), "at": .string(now.description), "input": .object(order.input),
                "body": try outgoing.data(at: now),
            ]
            held.hold(.object(happened), called: event.name)
        } catch {
            throw EventRefusal(500, error.reason)
        }
    }

    /// A body that nobody can read has no fields that an id could be made of.
    private mutating func unreadable(_ event: EventPlan, _ raw: [UInt8], _ bindings: Bindings) -> Outgoing {
        tally.addEvent(event.name)
        let digest = digests.next(source: source.name, kind: "\(event.name) raw", content: raw)
        return Outgoing(id: digest, webhook: event.webhook, bindings: bindings, raw: raw)
    }

    private func object(of event: EventPlan, _ bindings: Bindings) throws(EventRefusal) -> AcceptedObject? {
        let name: String?
        do throws(SandboxFailure) {
            name = try event.object?.value(bindings).json?.word
        } catch {
            throw EventRefusal(400, error.reason)
        }
        guard let name, !name.isEmpty else { return nil }
        if let object = memory.object(called: name) { return object }
        throw EventRefusal(404, "\(source.name) has accepted nothing with the id or reference `\(name)`")
    }

    private func id(of event: EventPlan, _ bindings: Bindings) throws(EventRefusal) -> String {
        do throws(SandboxFailure) {
            guard let id = try event.id.text(bindings) else {
                throw SandboxFailure("the id is null", in: event.id.source)
            }
            return id
        } catch {
            throw EventRefusal(500, error.reason)
        }
    }
}
