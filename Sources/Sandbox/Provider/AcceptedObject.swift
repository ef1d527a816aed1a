import Core

/// Something a provider accepted, as it remembers it.
struct AcceptedObject: Sendable {
    /// Bytes of a request's body that are kept for events.
    static let keptBodyBytes = 64 * 1024

    let id: String
    let route: String
    let accepted: Timestamp
    let summary: JSONObject
    /// The request's body as data; null when it was too long.
    let request: JSON
    let reply: HTTPReply
    let references: [String]
    /// What a repeated request would be recognized by, where the provider knows repetitions.
    let repetition: Repetition?

    /// As expressions of events see it.
    var json: JSON {
        [
            "id": .string(id), "route": .string(route), "accepted": .object(summary), "request": request,
            "response": (try? JSON.parse(reply.body)) ?? .null,
        ]
    }
}

/// What a provider recognizes a repeated request by.
struct Repetition: Sendable {
    /// The client's idempotency key.
    let key: String
    /// The body's digest: another body under the same key is a mistake.
    let body: String
}

/// What a provider accepted lately, by id, reference and idempotency key.
struct Memory {
    /// Objects that are remembered; the oldest is forgotten first.
    static let limit = 10_000

    private var objects: [ByteKey: AcceptedObject] = [:]
    private var order: [ByteKey] = []
    private var forgotten = 0
    private var references: [ByteKey: ByteKey] = [:]
    private var repetitions: [ByteKey: ByteKey] = [:]

    /// The object with an id; else the latest with a reference.
    func object(called name: String) -> AcceptedObject? {
        let key = ByteKey(name)
        return objects[key] ?? references[key].flatMap { objects[$0] }
    }

    /// The object that was accepted under an idempotency key.
    func object(idempotencyKey key: String) -> AcceptedObject? {
        repetitions[ByteKey(key)].flatMap { objects[$0] }
    }

    /// What a route accepted, the oldest first.
    func objects(of route: String) -> [AcceptedObject] {
        order[forgotten...].compactMap { objects[$0] }.filter { $0.route.hasSameBytes(as: route) }
    }

    mutating func remember(_ object: AcceptedObject) {
        let id = ByteKey(object.id)
        if objects.updateValue(object, forKey: id) == nil { order.append(id) }
        for name in object.references { references[ByteKey(name)] = id }
        if let key = object.repetition?.key { repetitions[ByteKey(key)] = id }
        if objects.count > Self.limit { forgetOldest() }
    }

    private mutating func forgetOldest() {
        let id = order[forgotten]
        forgotten += 1
        guard let object = objects.removeValue(forKey: id) else { return }
        for name in object.references where references[ByteKey(name)] == id { references[ByteKey(name)] = nil }
        if let key = object.repetition?.key, repetitions[ByteKey(key)] == id { repetitions[ByteKey(key)] = nil }
        if forgotten > Self.limit {
            order.removeFirst(forgotten)
            forgotten = 0
        }
    }
}
