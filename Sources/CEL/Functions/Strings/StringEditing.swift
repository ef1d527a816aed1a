extension Library {
    /// Strings made of strings: `join lowerAscii upperAscii replace split trim reverse strings.quote`, `lower`, `upper`.
    static let stringEditing: [Function] = [
        Function("list(string).join(string?) -> string", "join(list(string), string?) -> string") {
            StringEditing.join($0)
        },
        Function("string.lowerAscii() -> string") { StringEditing.lower($0) },
        Function("string.upperAscii() -> string") { StringEditing.upper($0) },
        Function(
            "string.replace(string, string, int?) -> string",
            "replace(string, string, string, int?) -> string"
        ) { StringEditing.replace($0) },
        Function("string.split(string, int?) -> list(string)", "split(string, string, int?) -> list(string)") {
            StringEditing.split($0)
        },
        Function("string.trim() -> string", "trim(string) -> string") { StringEditing.trim($0) },
        Function("strings.quote(string) -> string") { StringEditing.quote($0) },
    ]
}

/// The functions that make strings of strings.
enum StringEditing {
    static func join(_ call: Call) -> Value {
        guard case .list(let elements) = call[0] else { return call.noOverload }
        var separator = Text("")
        if call.count == 2 {
            guard case .string(let text) = call[1] else { return call.noOverload }
            separator = text
        }
        var length = separator.byteCount * max(0, elements.count - 1)
        for element in elements {
            guard case .string(let text) = element else {
                return call.fail(.noSuchOverload, "`join` needs strings, not a value of type \(element.shownType)")
            }
            length += text.byteCount
        }
        guard call.charge(elements.count), call.evaluation.charge(copying: length) else { return call.overBudget }
        return Value(elements.compactMap(\.string).joined(separator: separator.string))
    }

    static func lower(_ call: Call) -> Value { mapASCII(call, 0x41...0x5A) { $0 + 0x20 } }

    static func upper(_ call: Call) -> Value { mapASCII(call, 0x61...0x7A) { $0 - 0x20 } }

    private static func mapASCII(_ call: Call, _ range: ClosedRange<UInt8>, _ change: (UInt8) -> UInt8) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(copying: 4 * text.byteCount) else { return call.overBudget }
        guard text.withBytes({ $0.contains { range.contains($0) } }) else { return call[0] }
        let bytes = text.string.utf8.map { range.contains($0) ? change($0) : $0 }
        return Value(String(decoding: bytes, as: UTF8.self))
    }

    static func trim(_ call: Call) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(copying: text.byteCount) else { return call.overBudget }
        return Value(trimmed(text.string))
    }

    /// Without white space at both ends.
    static func trimmed(_ text: String) -> String {
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        if let first = text.utf8.first, let last = text.utf8.last, visible ~= first, visible ~= last { return text }
        let scalars = text.unicodeScalars
        let head = scalars.drop { $0.properties.isWhitespace }
        guard let last = head.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(head[...last])
    }

    static func reverse(_ call: Call) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: 4 * text.byteCount) else { return call.overBudget }
        var reversed = String.UnicodeScalarView()
        reversed.append(contentsOf: text.string.unicodeScalars.reversed())
        return Value(String(reversed))
    }

    static func quote(_ call: Call) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: 4 * text.byteCount) else { return call.overBudget }
        let escapes: [UInt8: String] = [
            0x07: "\\a", 0x08: "\\b", 0x0C: "\\f", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x0B: "\\v", 0x5C: "\\\\",
            0x22: "\\\"",
        ]
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.string.utf8 {
            if let escape = escapes[byte] { quoted += Array(escape.utf8) } else { quoted.append(byte) }
        }
        quoted.append(UInt8(ascii: "\""))
        return Value(String(decoding: quoted, as: UTF8.self))
    }
}
