import Core

/// What somebody asks a provider to let happen.
struct EventOrder: Sendable {
    /// What every event takes besides its own input.
    static let optionNames = ["times", "forge", "raw"]

    let event: String
    /// The event's own input.
    let input: JSONObject
    /// How often the very same signed request is sent.
    let times: Int
    /// Whether the signature is wrong.
    let isForged: Bool
    /// A signed body instead of the event's own.
    let raw: [UInt8]?

    /// Reads the body of a request to the control route; an empty one gives no input.
    init(event: String, body: [UInt8]) throws(EventRefusal) {
        guard let json = body.isEmpty ? .object([:]) : try? JSON.parse(body), var input = json.object else {
            throw EventRefusal(400, "the body must be a JSON object")
        }
        guard let times = (input["times"] ?? 1).int, (1...100).contains(times) else {
            throw EventRefusal(400, "`times` must be a number from 1 to 100")
        }
        guard let isForged = (input["forge"] ?? false).bool else {
            throw EventRefusal(400, "`forge` must be true or false")
        }
        guard let raw = (input["raw"] ?? "").string else { throw EventRefusal(400, "`raw` must be text") }
        self.raw = input["raw"] == nil ? nil : Array(raw.utf8)
        for name in Self.optionNames { input[name] = nil }
        self.event = event
        self.input = input
        self.times = Int(times)
        self.isForged = isForged
    }

    /// Refuses input that the event does not take.
    func check(_ declared: [EventInput]) throws(EventRefusal) {
        for input in declared where !input.isOptional && self.input[input.name] == nil {
            throw EventRefusal(400, "`\(event)` needs the input `\(input.name)`")
        }
        for member in input.members {
            guard let known = declared.first(where: { $0.name.hasSameBytes(as: member.name) }) else {
                let hint = Suggestion.hint(for: member.name, in: declared.map(\.name) + Self.optionNames) ?? ""
                throw EventRefusal(400, "`\(event)` takes no input `\(member.name)`; \(hint)")
            }
            guard known.accepts(member.value) else {
                throw EventRefusal(400, "the input `\(member.name)` of `\(event)` must be \(known.kind.rawValue)")
            }
        }
    }
}

/// Why an event does not happen.
struct EventRefusal: Error, Sendable {
    let status: Int
    let reason: String

    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    var reply: HTTPReply { .problem(status, reason) }
}
