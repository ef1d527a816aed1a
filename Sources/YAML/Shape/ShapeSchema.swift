public import Core

extension Form {
    /// The form and all shapes in it as JSON Schema (2020-12), for editors.
    public func schema(title: String) -> JSON {
        var writer = SchemaWriter()
        let body = writer.root(self)
        var document: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title),
        ]
        document = document.merging(body)
        document["$defs"] = .object(
            JSONObject(writer.definitions.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        )
        return .object(document)
    }
}

/// Writes shapes as JSON Schema; shapes that are named by others become definitions.
private struct SchemaWriter {
    private(set) var definitions: [String: JSON] = [:]

    /// A form in place.
    mutating func root(_ form: Form) -> JSONObject {
        if case .mapping(let shape) = form { object(shape) } else { schema(form) }
    }

    /// A shape in place.
    private mutating func object(_ shape: Shape) -> JSONObject {
        var object: JSONObject = ["type": "object", "description": .string(shape.about)]
        object["properties"] = .object(properties(of: shape))
        let required = shape.keys.filter { $0.need == .required }.map { JSON.string($0.name) }
        if !required.isEmpty { object["required"] = .array(required) }
        object["additionalProperties"] = shape.others.map { .object(schema($0)) } ?? false
        let conditions = shape.conditions.map(\.schema) + variants(of: shape)
        if !conditions.isEmpty { object["allOf"] = .array(conditions) }
        return object
    }

    /// Every key, also those of variants: what such a key takes is told where the variant is.
    private mutating func properties(of shape: Shape) -> JSONObject {
        var properties = JSONObject()
        for key in shape.variants.flatMap(\.keys) where properties[key.name] == nil {
            properties[key.name] = ["description": .string(key.about)]
        }
        for key in shape.keys { properties[key.name] = .object(value(of: key)) }
        return properties
    }

    private mutating func value(of key: KeyShape) -> JSONObject {
        let words = [key.about, key.form.notation].compactMap(\.self).joined(separator: " ")
        return schema(key.form).merging(["description": .string(words)])
    }

    private mutating func variants(of shape: Shape) -> [JSON] {
        guard let discriminator = shape.discriminator else { return [] }
        let cases = shape.variants.map { variant in
            JSON.object(["if": Self.isOne(of: variant.words, discriminator), "then": .object(then(variant, of: shape))])
        }
        let known = shape.variants.flatMap(\.words)
        let otherwise: JSON = [
            "if": ["not": Self.isOne(of: known, discriminator)],
            "then": ["propertyNames": Self.names(of: shape.keys)],
        ]
        return cases + [otherwise]
    }

    private mutating func then(_ variant: Shape.Variant, of shape: Shape) -> JSONObject {
        var then: JSONObject = [
            "properties": .object(JSONObject(variant.keys.map { ($0.name, .object(value(of: $0))) })),
            "propertyNames": Self.names(of: shape.keys + variant.keys),
        ]
        let required = variant.keys.filter { $0.need == .required }.map { JSON.string($0.name) }
        if !required.isEmpty { then["required"] = .array(required) }
        if !variant.conditions.isEmpty { then["allOf"] = .array(variant.conditions.map(\.schema)) }
        return then
    }

    private static func isOne(of words: [String], _ key: String) -> JSON {
        [
            "properties": .object([key: ["enum": .array(words.map(JSON.string))]]),
            "required": [.string(key)],
        ]
    }

    private static func names(of keys: [KeyShape]) -> JSON { ["enum": .array(keys.map { .string($0.name) })] }

    private mutating func schema(_ form: Form) -> JSONObject {
        switch form {
        case .text(let example, let pattern):
            var schema = Self.scalar(example)
            schema["pattern"] = pattern.map(JSON.string)
            return schema
        case .expression(let example), .template(let example): return Self.scalar(example)
        case .data, .anything: return [:]
        case .whole(let bounds):
            return [
                "type": "integer", "minimum": .int(Int64(bounds.lowerBound)), "maximum": .int(Int64(bounds.upperBound)),
            ]
        case .flag: return ["type": "boolean"]
        case .yes: return ["const": true]
        case .duration(let example):
            return ["type": "string", "pattern": "^[0-9]+(ms|s|m|h|d)$", "examples": [.string(example)]]
        case .size(let example):
            return [
                "type": ["string", "integer"], "pattern": "^[0-9]+(KiB|MiB|GiB)?$", "examples": [.string(example)],
            ]
        case .words(let words): return ["enum": .array(words.map(JSON.string))]
        case .list(let element, let least):
            let list: JSONObject = ["type": "array", "items": .object(schema(element))]
            return least > 0 ? list.merging(["minItems": .int(Int64(least))]) : list
        case .named(_, let value): return ["type": "object", "additionalProperties": .object(schema(value))]
        case .mapping(let shape): return reference(to: shape)
        case .either(let forms): return ["anyOf": .array(forms.map { .object(schema($0)) })]
        }
    }

    private mutating func reference(to shape: Shape) -> JSONObject {
        if definitions[shape.name] == nil {
            definitions[shape.name] = .null  // so that a shape may stand in itself
            definitions[shape.name] = .object(object(shape))
        }
        return ["$ref": .string("#/$defs/\(shape.name)")]
    }

    private static func scalar(_ example: String) -> JSONObject {
        ["type": ["string", "number", "boolean"], "examples": [.string(example)]]
    }
}

extension Form {
    /// How it is written, where that is not plain.
    fileprivate var notation: String? {
        switch self {
        case .expression: "Bare CEL."
        case .template, .data: "`${ CEL }` in it is replaced."
        default: nil
        }
    }
}

extension Shape.Condition {
    /// The same as JSON Schema.
    fileprivate var schema: JSON {
        switch self {
        case .exactlyOne(let keys): ["oneOf": .array(keys.map(Self.has))]
        case .atLeastOne(let keys): ["anyOf": .array(keys.map(Self.has))]
        case .pair(let key, let other): ["if": Self.has(key), "then": Self.has(other)]
        case .atMostOne(let keys):
            ["oneOf": .array(keys.map(Self.has) + [["not": ["anyOf": .array(keys.map(Self.has))]]])]
        }
    }

    private static func has(_ key: String) -> JSON { ["required": [.string(key)]] }
}
