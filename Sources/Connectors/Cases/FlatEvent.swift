public import Core

extension Event {
    /// The event in the words of a connector's rules, as test cases and `connector try` show it: one flat object of
    /// the fields that have a value, data included.
    public var flat: JSONObject {
        var object: JSONObject = [
            "type": .string(type.rawValue), "occurred_at": .string(time.description), "dedupe_id": .string(id),
        ]
        object["channel"] = channel.map { .string($0.rawValue) }
        object["direction"] = direction.map { .string($0.rawValue) }
        object["address"] = address.map(JSON.string)
        object["account"] = account.map { .string($0.description) }
        object["delivery"] = delivery.map(JSON.string)
        object["provider_message_id"] = data[EventFields.nameOfProviderID(type, channel)]
        if !identifiers.isEmpty {
            object["identifiers"] = .array(
                identifiers.map { ["kind": .string($0.kind.rawValue), "value": .string($0.value)] }
            )
        }
        for member in data.members where object[member.name] == nil { object[member.name] = member.value }
        return object
    }
}
