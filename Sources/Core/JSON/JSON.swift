/// A JSON value (RFC 8259).
///
/// Integers keep all 64 bits; larger ones keep the text they came with.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// An integer outside Int64, as it was written.
    case bigInteger(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// The text of a string, otherwise nil.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of an integer, otherwise nil.
    public var int: Int64? {
        if case .int(let value) = self { value } else { nil }
    }

    /// The value of a boolean, otherwise nil.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array, otherwise nil.
    public var array: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object, otherwise nil.
    public var object: JSONObject? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The member of an object, or nil when it is missing or this is no object.
    public subscript(key: String) -> JSON? { object?[key] }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object, in the order written.
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(JSONObject(elements)) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
