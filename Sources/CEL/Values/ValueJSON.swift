public import Core

extension Value {
    /// Values that are written as JSON at most; each 64 bytes of text count as another one.
    ///
    /// A value built by sharing can be far larger written out than held.
    private static let writtenLimit = 1_000_000

    /// The value of JSON data: a whole number is an int, one beyond 64 bits a double.
    public init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .bigInteger(let digits): self = .wide(WideInteger(digits))
        case .string(let text): self = .string(Text(text))
        case .array(let elements): self = .list(elements.map { Value($0) })
        case .object(let object):
            var builder = MapBuilder(capacity: object.members.count)
            for member in object.members {
                let name = Text(member.name)
                builder.append(MapKey.Words(name), ValueMap.Entry(key: .string(name), value: Value(member.value)))
            }
            self = .map(builder.map())
        }
    }

    /// This value as JSON: bytes as Base64, a timestamp in RFC 3339, a duration as `1.5s`, an IP address or CIDR block
    /// as its text, a present optional as what it holds.
    ///
    /// Nil for what JSON cannot express: errors, types, an absent optional, NaN and infinities, anything that holds one
    /// of these, or what is too large to write: a million values, or 64 MB of text.
    public var json: JSON? {
        var left = Self.writtenLimit
        return json(left: &left)
    }

    private func json(left: inout Int) -> JSON? {
        left -= 1 + writtenBytes / 64
        guard left >= 0 else { return nil }
        switch self {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return Int64(exactly: value).map(JSON.int) ?? .bigInteger(String(value))
        case .wide(let number): return .bigInteger(number.digits)
        case .double(let value): return value.isFinite ? .double(value) : nil
        case .string(let text): return .string(text.string)
        case .bytes(let bytes): return .string(Base64.encode(bytes))
        case .list(let elements): return Self.json(elements, left: &left)
        case .map(let map): return Self.json(map, left: &left)
        case .timestamp(let time): return .string(time.json)
        case .duration(let interval): return .string(interval.description)
        case .address(let address): return .string(address.description)
        case .network(let block): return .string(block.description)
        case .optional(.some(let value)): return value.json(left: &left)
        case .optional(.none), .type, .error: return nil
        }
    }

    /// Bytes of the text or bytes that this value is.
    private var writtenBytes: Int {
        switch self {
        case .string(let text): text.byteCount
        case .bytes(let bytes): bytes.count
        case .wide(let number): number.digits.utf8.count
        default: 0
        }
    }

    private static func json(_ elements: [Value], left: inout Int) -> JSON? {
        var written: [JSON] = []
        written.reserveCapacity(elements.count)
        for element in elements {
            guard let json = element.json(left: &left) else { return nil }
            written.append(json)
        }
        return .array(written)
    }

    private static func json(_ map: ValueMap, left: inout Int) -> JSON? {
        var written: [(String, JSON)] = []
        for entry in map.entries {
            left -= entry.key.writtenBytes / 64
            guard let name = Spelling.of(key: entry.key), let json = entry.value.json(left: &left) else { return nil }
            written.append((name, json))
        }
        return .object(JSONObject(written))
    }
}
