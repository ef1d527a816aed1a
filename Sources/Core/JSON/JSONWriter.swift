extension JSON {
    /// Compact JSON text, members in their order.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Compact JSON text as UTF-8 bytes.
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    /// Appends compact JSON text.
    ///
    /// NaN and infinities, which JSON cannot express, are written as null. U+0000, which stores and readers refuse,
    /// becomes the replacement character unless it is to be kept.
    public func write(to out: inout [UInt8], keepingZero: Bool = false) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
        case .int(let value): out.append(contentsOf: String(value).utf8)
        case .double(let value): out.append(contentsOf: (value.isFinite ? JSON.spell(value) : "null").utf8)
        case .bigInteger(let digits): out.append(contentsOf: digits.utf8)
        case .string(let text): JSON.quote(text, to: &out, keepingZero: keepingZero)
        case .array(let elements): JSON.write(elements, to: &out, keepingZero: keepingZero)
        case .object(let members): JSON.write(members, to: &out, keepingZero: keepingZero)
        }
    }

    private static func write(_ elements: [JSON], to out: inout [UInt8], keepingZero: Bool) {
        out.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            element.write(to: &out, keepingZero: keepingZero)
        }
        out.append(UInt8(ascii: "]"))
    }

    private static func write(_ object: JSONObject, to out: inout [UInt8], keepingZero: Bool) {
        out.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            quote(member.name, to: &out, keepingZero: keepingZero)
            out.append(UInt8(ascii: ":"))
            member.value.write(to: &out, keepingZero: keepingZero)
        }
        out.append(UInt8(ascii: "}"))
    }

    /// Shortest decimal that reads back as the same double; whole numbers without a fraction.
    public static func spell(_ value: Double) -> String {
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
        return value.description
    }

    /// A string with its quotes.
    private static func quote(_ text: String, to out: inout [UInt8], keepingZero: Bool) {
        var text = text
        out.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var plain = 0
            for (index, byte) in bytes.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                out.append(contentsOf: bytes[plain..<index])
                out.append(contentsOf: (byte == 0 && keepingZero ? "\\u0000" : escape(byte)).utf8)
                plain = index + 1
            }
            out.append(contentsOf: bytes[plain...])
        }
        out.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x09: "\\t"
        case 0x00: "\\ufffd"
        default: "\\u00\(Hex.encode([byte]))"
        }
    }
}
