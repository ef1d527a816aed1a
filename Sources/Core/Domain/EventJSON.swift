extension Event {
    /// The event on the wire: CloudEvents 1.0 in JSON.
    public var cloudEvent: JSON {
        var object: JSONObject = [
            "specversion": "1.0", "id": .string(id), "source": .string(source), "type": .string(type.wireName),
            "time": .string(time.description), "recordedtime": .string(recorded.description),
        ]
        object["subject"] = account.map { .string("account/\($0)") }
        object["customerid"] = customer.map(JSON.string)
        object["channel"] = channel.map { .string($0.rawValue) }
        object["direction"] = direction.map { .string($0.rawValue) }
        object["address"] = address.map(JSON.string)
        object["deliveryid"] = delivery.map(JSON.string)
        object["causationid"] = cause.map(JSON.string)
        object["readby"] = .string(readBy)
        object["policyver"] = policy.map(JSON.string)
        if !identifiers.isEmpty {
            object["identifiers"] = .array(
                identifiers.map { ["kind": .string($0.kind.rawValue), "value": .string($0.value)] }
            )
        }
        object["data"] = .object(data)
        return .object(object)
    }
}
