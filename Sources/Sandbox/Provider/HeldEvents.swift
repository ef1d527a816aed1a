import Core

/// What happened at a provider, for routes that tell of it later: webhooks may not have arrived.
struct HeldEvents {
    /// Events that are held of one name; the oldest is forgotten first.
    static let limit = 10_000

    private var events: [ByteKey: [JSON]] = [:]

    mutating func hold(_ event: JSON, called name: String) {
        var held = events[ByteKey(name)] ?? []
        if held.count >= Self.limit { held.removeFirst(held.count - Self.limit + 1) }
        held.append(event)
        events[ByteKey(name)] = held
    }

    /// Those of a name, the oldest first.
    func events(called name: String) -> [JSON] { events[ByteKey(name)] ?? [] }
}

extension ProviderState {
    /// All that was accepted and all that happened, by the names of routes and events: the variable `held`.
    var holdings: JSON {
        let routes = definition.routes.filter { $0.acceptance != nil }.map { route in
            (route.name, JSON.array(memory.objects(of: route.name).map(\.held)))
        }
        let events = definition.events.map { ($0.name, JSON.array(held.events(called: $0.name))) }
        return .object(JSONObject(routes + events))
    }
}

extension AcceptedObject {
    /// As routes see it later.
    fileprivate var held: JSON {
        guard case .object(var object) = json else { return json }
        object["at"] = .string(accepted.description)
        return .object(object)
    }
}
