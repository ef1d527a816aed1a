public import Core

extension ValueType {
    /// The type of JSON data that a JSON Schema allows, as far as `type properties additionalProperties items enum const $ref
    /// oneOf anyOf allOf` tell; nil when it is no schema.
    ///
    /// `number` is anything, since JSON may write such a number without a fraction. References are followed inside the
    /// schema only. A schema that unfolds to more than 10,000 parts is cut off, with anything in place of the rest.
    public init?(schema: JSON) {
        guard schema.object != nil || schema.bool == true else { return nil }
        var reader = SchemaReader(root: schema)
        self = reader.type(of: schema, levels: Self.levelLimit)
        if self == .null { self = .dyn }
    }
}

/// Reads a JSON Schema; what it does not understand is anything.
private struct SchemaReader {
    let root: JSON
    /// Schemas that may still be looked at: references can unfold without end.
    private var left = 10_000

    init(root: JSON) { self.root = root }

    mutating func type(of schema: JSON, levels: Int) -> ValueType {
        left -= 1
        guard levels > 0, left > 0, let schema = schema.object else { return .dyn }
        if let reference = schema["$ref"]?.string {
            return target(of: reference).map { type(of: $0, levels: levels - 1) } ?? .dyn
        }
        if let choices = (schema["oneOf"] ?? schema["anyOf"])?.array {
            return merged(choices, levels: levels)
        }
        if let parts = schema["allOf"]?.array { return merged(parts + [.object(without(schema))], levels: levels) }
        if let values = schema["enum"]?.array { return ValueType(samples: values) }
        if let value = schema["const"] { return ValueType(sample: value) }
        return named(schema, levels: levels)
    }

    private func without(_ schema: JSONObject) -> JSONObject {
        var schema = schema
        schema["allOf"] = nil
        return schema
    }

    private mutating func merged(_ schemas: [JSON], levels: Int) -> ValueType {
        var types: [ValueType] = []
        for schema in schemas where schema.object?.isEmpty == false {
            types.append(type(of: schema, levels: levels - 1))
        }
        return types.dropFirst().reduce(types.first ?? .dyn) { $0.merging($1) }
    }

    /// By `type`, which may be a list of names.
    private mutating func named(_ schema: JSONObject, levels: Int) -> ValueType {
        let names = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
        guard !names.isEmpty else {
            return schema["properties"] == nil ? .dyn : record(schema, levels: levels)
        }
        var types: [ValueType] = []
        for name in names { types.append(type(named: name, schema, levels: levels)) }
        return types.dropFirst().reduce(types[0]) { $0.merging($1) }
    }

    private mutating func type(named name: String, _ schema: JSONObject, levels: Int) -> ValueType {
        switch name {
        case "string": .string
        case "integer": .int
        case "boolean": .bool
        case "null": .null
        case "array": .list(schema["items"].map { open(type(of: $0, levels: levels - 1)) } ?? .dyn)
        case "object": record(schema, levels: levels)
        default: .dyn
        }
    }

    private mutating func record(_ schema: JSONObject, levels: Int) -> ValueType {
        let properties = schema["properties"]?.object?.members ?? []
        let others = schema["additionalProperties"]
        if properties.isEmpty, schema["patternProperties"] == nil {
            let value = others.map { open(type(of: $0, levels: levels - 1)) } ?? .dyn
            return .map(key: .string, value: value)
        }
        var fields: [(name: String, type: ValueType)] = []
        for property in properties {
            fields.append((property.name, open(type(of: property.value, levels: levels - 1))))
        }
        let isOpen = others?.bool != false || schema["patternProperties"] != nil
        return .record(RecordType(fields, isOpen: isOpen))
    }

    /// A field that can only be null says nothing.
    private func open(_ type: ValueType) -> ValueType { type == .null ? .dyn : type }

    /// The schema that `#/$defs/name` points to (RFC 6901).
    private func target(of reference: String) -> JSON? {
        guard reference.utf8.first == UInt8(ascii: "#") else { return nil }
        var found: JSON? = root
        for part in reference.split(separator: "/").dropFirst() {
            found = found?[String(part.replacing("~1", with: "/").replacing("~0", with: "~"))]
        }
        return found
    }
}
