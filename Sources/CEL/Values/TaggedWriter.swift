public import Core

extension Value {
    /// This value in its tagged form.
    ///
    /// Nil for an error, for anything that holds one, and for what is too large to write: a value built by sharing can be
    /// far larger written out than held.
    public var tagged: JSON? {
        var writer = TaggedWriter()
        return writer.json(self, depth: 0)
    }
}

/// Writes tagged values within bounds.
private struct TaggedWriter {
    /// Levels that are written: writing recurses by them.
    private static let depthLimit = 500
    /// What is left to write; a value takes one, and so do each 64 bytes of text.
    private var left = 1_000_000

    mutating func json(_ value: Value, depth: Int) -> JSON? {
        guard depth < Self.depthLimit, take(value) else { return nil }
        switch value {
        case .null: return ["type": "null"]
        case .bool(let flag): return tagged("bool", .bool(flag))
        case .int(let number): return tagged("int", .string(String(number)))
        case .uint(let number): return tagged("uint", .string(String(number)))
        case .double(let number): return tagged("double", .string(Self.spell(number)))
        case .wide(let number): return tagged("double", .string(Self.spell(number.double)))
        case .string(let text): return tagged("string", .string(text.string))
        case .bytes(let bytes): return tagged("bytes", .string(Base64.encode(bytes)))
        case .type(let name): return tagged("type", .string(name))
        case .timestamp(let time): return tagged("timestamp", .string(time.description))
        case .duration(let length): return tagged("duration", .string(length.description))
        case .address(let address): return tagged("net.IP", .string(address.description))
        case .network(let block): return tagged("net.CIDR", .string(block.description))
        case .list(let elements): return list(elements, depth: depth)
        case .map(let map): return self.map(map, depth: depth)
        case .optional(.none): return ["type": "optional"]
        case .optional(.some(let value)): return tagged("optional", json(value, depth: depth + 1))
        case .error: return nil
        }
    }

    private func tagged(_ type: String, _ value: JSON?) -> JSON? {
        value.map { ["type": .string(type), "value": $0] }
    }

    private mutating func list(_ elements: [Value], depth: Int) -> JSON? {
        var written: [JSON] = []
        for element in elements {
            guard let json = json(element, depth: depth + 1) else { return nil }
            written.append(json)
        }
        return tagged("list", .array(written))
    }

    private mutating func map(_ map: ValueMap, depth: Int) -> JSON? {
        var written: [JSON] = []
        for entry in map.entries {
            guard let key = json(entry.key, depth: depth + 1), let value = json(entry.value, depth: depth + 1) else {
                return nil
            }
            written.append([key, value])
        }
        return tagged("map", .array(written))
    }

    private mutating func take(_ value: Value) -> Bool {
        switch value {
        case .string(let text): left -= text.byteCount / 64
        case .bytes(let bytes): left -= bytes.count / 64
        default: break
        }
        left -= 1
        return left >= 0
    }

    /// The shortest text that reads back as the same double, the sign of zero kept.
    private static func spell(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number.description
    }
}
