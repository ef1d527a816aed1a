/// A type of the expression language, as far as it is known before an expression is evaluated.
public indirect enum ValueType: Sendable, Hashable {
    /// Anything: nothing is known, so nothing is refused.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    /// The type of types.
    case type
    case list(ValueType)
    case map(key: ValueType, value: ValueType)
    case optional(ValueType)
    /// A JSON object whose fields are known.
    case record(RecordType)
    /// A type with a name of its own and types inside, such as `net.IP`.
    case opaque(String, [ValueType])
    /// A letter in the declaration of a function: any type, the same wherever the letter stands.
    case parameter(String)
    /// A type that is still looked for while an expression is checked.
    case variable(Int)
}

extension ValueType: CustomStringConvertible {
    /// As the CEL specification spells it: `map(string, dyn)`, `optional_type(int)`, `google.protobuf.Timestamp`.
    ///
    /// A record shows its fields, sorted: `{id: string, paid: bool, ...}`, with dots when there may be others.
    public var description: String {
        switch self {
        case .dyn, .variable: "dyn"
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .type: "type"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let wrapped): "optional_type(\(wrapped))"
        case .record(let record): record.description
        case .opaque(let name, let types): types.isEmpty ? name : "\(name)(\(Self.list(types)))"
        case .parameter(let name): name
        }
    }

    /// As a message shows it to a person.
    var shown: String {
        switch self {
        case .dyn, .variable, .parameter: "any"
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .record, .map(.dyn, .dyn), .map(.string, .dyn), .map(.parameter, .parameter): "map"
        case .list(.dyn), .list(.record), .list(.parameter): "list"
        case .optional(.dyn), .optional(.parameter): "optional"
        case .list(let element): "list(\(element.shown))"
        case .map(let key, let value): "map(\(key.shown), \(value.shown))"
        case .optional(let wrapped): "optional(\(wrapped.shown))"
        default: description
        }
    }

    private static func list(_ types: [ValueType]) -> String {
        types.map(\.description).joined(separator: ", ")
    }
}

extension ValueType {
    /// Whether it is one of the three kinds of numbers.
    var isNumber: Bool {
        switch self {
        case .int, .uint, .double: true
        default: false
        }
    }

    /// Whether it may be absent.
    var isOptional: Bool {
        if case .optional = self { true } else { false }
    }

    /// The types directly inside.
    ///
    /// A record counts as one.
    var parts: [ValueType] {
        switch self {
        case .list(let inner), .optional(let inner): [inner]
        case .map(let key, let value): [key, value]
        case .opaque(_, let types): types
        default: []
        }
    }

    /// This type with other types directly inside, as many as ``parts`` has.
    func with(parts: [ValueType]) -> ValueType {
        switch (self, parts.first, parts.last) {
        case (.list, let inner?, _): .list(inner)
        case (.optional, let inner?, _): .optional(inner)
        case (.map, let key?, let value?): .map(key: key, value: value)
        case (.opaque(let name, _), _, _): .opaque(name, parts)
        default: self
        }
    }

    /// Whether nothing in it is left open.
    var isKnown: Bool {
        switch self {
        case .dyn, .variable: false
        default: parts.allSatisfy(\.isKnown)
        }
    }
}
