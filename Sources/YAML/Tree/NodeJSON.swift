public import Core

extension Node {
    /// The same value in JSON.
    ///
    /// Plain text that spells null, a boolean or a number becomes one (see ``Scalar``), a whole number outside 64 bits
    /// keeps its digits, a number outside the range of doubles stays text.
    public var json: JSON {
        switch content {
        case .scalar(let scalar): scalar.json
        case .sequence(let elements): .array(elements.map(\.json))
        case .mapping(let entries): .object(JSONObject(entries.map { ($0.key.text, $0.value.json) }))
        }
    }
}

extension Scalar {
    /// The same value in JSON.
    public var json: JSON {
        if isNull { return .null }
        if let bool { return .bool(bool) }
        switch shape {
        case .whole: return Int64(text).map(JSON.int) ?? .bigInteger(text)
        case .fractional: return double.map(JSON.double) ?? .string(text)
        case nil: return .string(text)
        }
    }
}
