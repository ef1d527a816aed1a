extension ValueType {
    /// Reads a type as ``description`` spells it, or as people do: `list(int)`, `timestamp`, `map`, `any`.
    ///
    /// A capital letter alone is a type parameter, another name the name of a type that the host knows. Nil for what is
    /// no type, and for types more than 32 levels deep; records are not read.
    public init?(_ text: String) {
        guard let type = ValueTypeReader.type(text[...], levels: 32) else { return nil }
        self = type
    }
}

/// Takes the spelling of a type apart.
enum ValueTypeReader {
    private static let words: [String: ValueType] = [
        "dyn": .dyn, "any": .dyn, "null_type": .null, "null": .null, "bool": .bool, "int": .int, "uint": .uint,
        "double": .double, "string": .string, "bytes": .bytes, "google.protobuf.Timestamp": .timestamp,
        "timestamp": .timestamp, "google.protobuf.Duration": .duration, "duration": .duration, "type": .type,
        "list": .list(.dyn), "map": .map(key: .dyn, value: .dyn), "optional_type": .optional(.dyn),
    ]

    static func type(_ text: Substring, levels: Int) -> ValueType? {
        let text = trimmed(text)
        guard levels > 0, let opening = text.firstIndex(of: "(") else { return word(String(text)) }
        guard text.last == ")" else { return nil }
        let name = String(text[..<opening])
        let inside = text[text.index(after: opening)...].dropLast()
        var types: [ValueType] = []
        for part in parts(of: inside) {
            guard let type = type(part, levels: levels - 1) else { return nil }
            types.append(type)
        }
        return composed(name, types)
    }

    /// What stands between commas, or another mark, that are in no parentheses themselves.
    static func parts(of text: Substring, dividedBy mark: Character = ",") -> [Substring] {
        guard !trimmed(text).isEmpty else { return [] }
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            guard depth == 0, text[index] == mark else { continue }
            parts.append(text[start..<index])
            start = text.index(after: index)
        }
        return parts + [text[start...]]
    }

    private static func word(_ text: String) -> ValueType? {
        if let type = words[text] { return type }
        guard isName(text) else { return nil }
        return isParameter(text) ? .parameter(text) : .opaque(text, [])
    }

    private static func composed(_ name: String, _ types: [ValueType]) -> ValueType? {
        switch (name, types.count) {
        case ("list", 1): .list(types[0])
        case ("map", 2): .map(key: types[0], value: types[1])
        case ("optional_type", 1), ("optional", 1): .optional(types[0])
        case ("type", 1): .type
        default: words[name] == nil && isName(name) && !types.isEmpty ? .opaque(name, types) : nil
        }
    }

    private static func isParameter(_ text: String) -> Bool {
        text.utf8.count == 1 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let head = text.drop { $0 == " " }
        return head[..<(head.lastIndex { $0 != " " }.map { head.index(after: $0) } ?? head.startIndex)]
    }
}
