import CEL
import Core

/// A value as an expression would write it: JSON where JSON has it, `1u`, `b"…"`, `timestamp("…")` where it has not.
struct ValueText {
    /// Levels that are shown.
    private static let depthLimit = 200
    private var text = ""
    /// Bytes that may still be written.
    private var left: Int

    /// The text of a value on one line, cut off with `…` at about `limit` bytes.
    ///
    /// Reads no more of the value than is shown.
    static func of(_ value: Value, limit: Int = 16 * 1024 * 1024) -> String {
        var writer = ValueText(left: limit)
        writer.write(value, depth: 0)
        return writer.text
    }

    private init(left: Int) { self.left = left }

    private mutating func write(_ value: Value, depth: Int) {
        guard left > 0, depth < Self.depthLimit else { return cut() }
        switch value {
        case .string(let text): quote(text.string)
        case .bytes(let bytes): quote(bytes)
        case .list(let elements): list(elements, depth: depth)
        case .map(let map): self.map(map, depth: depth)
        case .optional(.some(let value)):
            add("optional.of(")
            write(value, depth: depth + 1)
            add(")")
        default: add(Self.scalar(value))
        }
    }

    private static func scalar(_ value: Value) -> String {
        switch value {
        case .bool(let flag): String(flag)
        case .int(let number): String(number)
        case .uint(let number): "\(number)u"
        case .wide(let number): number.digits
        case .double(let number): number.isFinite ? number.description : value.tagged?["value"]?.string ?? ""
        case .timestamp(let time): "timestamp(\"\(time)\")"
        case .duration(let length): "duration(\"\(length)\")"
        case .address(let address): "ip(\"\(address)\")"
        case .network(let block): "cidr(\"\(block)\")"
        case .type(let name): name
        case .error(let error): "error: \(error.message)"
        case .optional: "optional.none()"
        default: "null"
        }
    }

    private mutating func list(_ elements: [Value], depth: Int) {
        add("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { add(", ") }
            guard left > 0 else { return cut() }
            write(element, depth: depth + 1)
        }
        add("]")
    }

    private mutating func map(_ map: ValueMap, depth: Int) {
        add("{")
        for (index, entry) in map.entries.enumerated() {
            if index > 0 { add(", ") }
            guard left > 0 else { return cut() }
            write(entry.key, depth: depth + 1)
            add(": ")
            write(entry.value, depth: depth + 1)
        }
        add("}")
    }

    /// A string with JSON's escapes, and those of what a terminal would obey.
    private mutating func quote(_ string: String) {
        let shown = string.utf8.count > left ? String(string.unicodeScalars.prefix(left)) : string
        var quoted: [UInt8] = []
        JSON.string(shown).write(to: &quoted, keepingZero: true)
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: quoted, as: UTF8.self).unicodeScalars {
            if (0x7F...0x9F).contains(scalar.value) {
                text.append(contentsOf: "\\u00\(Hex.encode([UInt8(scalar.value)]))".unicodeScalars)
            } else {
                text.append(scalar)
            }
        }
        add(String(text))
    }

    private mutating func quote(_ bytes: [UInt8]) {
        let shown = bytes.prefix(left).map { byte in
            let isPlain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            return isPlain ? String(UnicodeScalar(byte)) : "\\x\(Hex.encode([byte]))"
        }
        add("b\"\(shown.joined())\"")
    }

    private mutating func add(_ part: String) {
        text += part
        left -= part.utf8.count
    }

    private mutating func cut() {
        if !text.hasSuffix("…") { text += "…" }
    }
}
