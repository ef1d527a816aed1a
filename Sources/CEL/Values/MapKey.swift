/// A map's key as it is compared: numbers by what they count, so that `1`, `1u` and `1.0` are one key.
enum MapKey: Hashable {
    case bool(Bool)
    case int(Int64)
    /// Only above `Int64.max`.
    case uint(UInt64)
    case text(Text)

    /// The key that `value` denotes, or nil for a value that can be none.
    init?(_ value: Value) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .uint(let number): self = Int64(exactly: number).map(MapKey.int) ?? .uint(number)
        case .double(let number):
            if let whole = Int64(exactly: number) {
                self = .int(whole)
            } else if let whole = UInt64(exactly: number) {
                self = .uint(whole)
            } else {
                return nil
            }
        case .string(let text): self = .text(text)
        default: return nil
        }
    }

    /// One word that differs for most different keys: length, first four and last three bytes of a string.
    static func fingerprint(of key: Value) -> UInt64 {
        guard case .string(let text) = key else { return .max }
        return fingerprint(of: text)
    }

    /// The fingerprint of a string key.
    static func fingerprint(of text: Text) -> UInt64 {
        text.withBytes { bytes in
            var word = UInt64(min(bytes.count, 254))
            for byte in bytes.prefix(4) { word = word << 8 | UInt64(byte) }
            for byte in bytes.dropFirst(4).suffix(3) { word = word << 8 | UInt64(byte) }
            return word
        }
    }
}

/// A string key prepared for looking up: field names of an expression are, once, when it is compiled.
struct FieldName: Sendable {
    let text: Text
    let fingerprint: UInt64

    init(_ name: String) {
        text = Text(name)
        fingerprint = MapKey.fingerprint(of: text)
    }

    /// Whether the fingerprint holds the whole text, so that equal fingerprints are equal keys.
    var isExact: Bool { text.byteCount <= 7 }

    var key: MapKey { .text(text) }
}
