import CEL
import Core

/// The fields an event is made of: some have a place of their own, the rest is its data.
struct EventFields {
    private let fields: [DataField]
    private let bindings: Bindings
    /// The provider's id of the message, call, payment or record.
    private static let providerID = "provider_message_id"
    /// Fields that have a place of their own, or are not data as they stand.
    private static let placed = [
        "dedupe_id", "occurred_at", "channel", "direction", "address", "account", "delivery", "data", providerID,
    ]

    init(_ fields: [DataField], _ bindings: Bindings) {
        self.fields = fields
        self.bindings = bindings
    }

    /// Fills what has a place of its own.
    func fill(_ event: inout Event) throws(ReadFailure) {
        event.channel = try text("channel").map(Channel.init(rawValue:))
        event.direction = try direction()
        event.address = try text("address").map { Self.address($0, channel: event.channel) }
        event.account = try account()
        event.delivery = try text("delivery")
    }

    /// Everything else, for `data`; the provider's id under the name the vocabulary has for it.
    ///
    /// A field `data` gives many members at once; the others win over it.
    func rest(for type: EventType, channel: Channel?) throws(ReadFailure) -> JSONObject {
        var data = try members()
        if let id = try text(Self.providerID) { data[Self.nameOfProviderID(type, channel)] = .string(id) }
        for field in fields where !Self.placed.contains(where: field.name.hasSameBytes) {
            let value = try field.value.evaluate(bindings)
            if value.isBlank { continue }
            guard let json = value.json else { throw ReadFailure("`\(field.name)` is no JSON value", in: field.source) }
            data[field.name] = json
        }
        return data
    }

    private func members() throws(ReadFailure) -> JSONObject {
        guard let value = try value("data") else { return [:] }
        guard let object = value.json?.object else { throw failure("`data` must yield a map", "data") }
        return JSONObject(object.members.filter { $0.value != .null }.map { ($0.name, $0.value) })
    }

    /// A field as text; nil when it is missing, null or empty.
    func text(_ name: String) throws(ReadFailure) -> String? {
        guard let value = try value(name) else { return nil }
        guard let word = value.word else { throw failure("`\(name)` must be text", name) }
        return word
    }

    /// A field as a moment: a timestamp, or text as in RFC 3339.
    func time(_ name: String) throws(ReadFailure) -> Timestamp? {
        switch try value(name) {
        case nil: return nil
        case .timestamp(let instant)?: return instant.timestamp
        case let value?:
            guard let time = value.string.flatMap({ Timestamp(rfc3339: $0) }) else {
                throw failure("`\(name)` must be a time: use `time(…)`", name)
            }
            return time
        }
    }

    /// The name that `provider_message_id` has in the data of an event.
    static func nameOfProviderID(_ type: EventType, _ channel: Channel?) -> String {
        switch type.family {
        case "call": "call"
        case "payment": "payment"
        case "customer", "account": "record"
        default: channel == .voice ? "call" : "message"
        }
    }

    private func direction() throws(ReadFailure) -> Direction? {
        guard let word = try text("direction") else { return nil }
        guard let direction = Direction(rawValue: word) else {
            throw failure("`direction` must be inbound or outbound", "direction")
        }
        return direction
    }

    private func account() throws(ReadFailure) -> AccountKey? {
        guard let word = try text("account") else { return nil }
        guard let account = AccountKey(word) else { throw failure("`account` must be creditor:reference", "account") }
        return account
    }

    /// A contact point as it is stored: normalized where it can be, else as it came (a short code, for example).
    private static func address(_ text: String, channel: Channel?) -> String {
        let kind = channel?.addressKind ?? (text.utf8.contains(UInt8(ascii: "@")) ? .email : .phone)
        return Identifier(kind: kind, value: text)?.value ?? text
    }

    private func value(_ name: String) throws(ReadFailure) -> Value? {
        guard let value = try fields.evaluate(name, bindings), !value.isBlank else { return nil }
        return value
    }

    private func failure(_ reason: String, _ name: String) -> ReadFailure {
        guard let field = fields.first(where: { $0.name.hasSameBytes(as: name) }) else {
            return ReadFailure(reason: reason)
        }
        return ReadFailure(reason, in: field.source, of: field.value.templates.flatMap(\.expressions))
    }
}
