/// A value of the expression language.
///
/// JSON data, plus what CEL adds: unsigned integers, bytes, time, optionals, types, and errors, which travel as values
/// until they surface.
public enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    /// Counts as a double, and keeps how it was spelled.
    case wide(WideInteger)
    case string(Text)
    case bytes([UInt8])
    case list([Value])
    case map(ValueMap)
    case timestamp(Instant)
    case duration(Interval)
    case address(IPAddress)
    /// Boxed, so that a value stays small.
    indirect case network(CIDRBlock)
    case optional(OptionalValue)
    case type(String)
    case error(EvaluationError)

    /// A string.
    public init(_ string: String) { self = .string(Text(string)) }

    /// The text of a string, otherwise nil.
    public var string: String? {
        if case .string(let text) = self { text.string } else { nil }
    }

    /// The value of a boolean, otherwise nil.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// Whether this is the null value.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Whether this is the boolean true.
    public var isTrue: Bool {
        if case .bool(true) = self { true } else { false }
    }

    /// The error this value is, otherwise nil.
    public var error: EvaluationError? {
        if case .error(let error) = self { error } else { nil }
    }
}

/// A value that may be absent: what `a.?b`, `optional.of` and `optional.none` yield.
public indirect enum OptionalValue: Sendable {
    case none
    case some(Value)

    /// The value that is present, or nil.
    public var wrapped: Value? {
        if case .some(let value) = self { value } else { nil }
    }
}

extension Value {
    /// The name that `type(value)` shows, as the CEL specification spells it.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double, .wide: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .address: "net.IP"
        case .network: "net.CIDR"
        case .optional: "optional_type"
        case .type: "type"
        case .error: "error"
        }
    }

    /// Every name that denotes a type when it stands alone.
    static let typeNames: Set<String> = [
        "null_type", "bool", "int", "uint", "double", "string", "bytes", "list", "map", "type", "optional_type",
        "google.protobuf.Timestamp", "google.protobuf.Duration", "net.IP", "net.CIDR",
    ]

    /// The type's name as a message shows it.
    var shownType: String {
        switch self {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .optional: "optional"
        default: typeName
        }
    }
}
