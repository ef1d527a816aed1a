import Core

extension Library {
    /// Bytes as text and back, and text made safe for other formats.
    static let encodings: [Function] = [
        Function("hex(bytes|string) -> string", "bytes|string.hex() -> string") { call in
            EncodingFunctions.spell(call) { Hex.encode($0) }
        },
        Function("base64(bytes|string) -> string", "bytes|string.base64() -> string") { call in
            EncodingFunctions.spell(call) { Base64.encode($0) }
        },
        Function("base64url(bytes|string) -> string", "bytes|string.base64url() -> string") { call in
            EncodingFunctions.spell(call) { Base64.encode($0, urlSafe: true) }
        },
        Function("unhex(string) -> bytes", "string.unhex() -> bytes") { call in
            EncodingFunctions.read(call, "hexadecimal") { Hex.decode($0) }
        },
        Function("unbase64(string) -> bytes", "string.unbase64() -> bytes") { call in
            EncodingFunctions.read(call, "Base64") { Base64.decode(EncodingFunctions.joinedLines($0)) }
        },
        Function("lower(string) -> string", "string.lower() -> string") { call in
            EncodingFunctions.edit(call) { $0.lowercased() }
        },
        Function("upper(string) -> string", "string.upper() -> string") { call in
            EncodingFunctions.edit(call) { $0.uppercased() }
        },
        Function("url_encode(string) -> string", "string.url_encode() -> string") { call in
            EncodingFunctions.edit(call) { PercentCode.encode($0) }
        },
        Function("urldecode(string) -> string", "string.urldecode() -> string") { call in
            EncodingFunctions.edit(call) { PercentCode.decode($0.utf8) }
        },
        Function("xml_escape(string) -> string", "string.xml_escape() -> string") { call in
            EncodingFunctions.edit(call) { XMLText.escape($0) }
        },
        Function("crc32(bytes|string) -> int", "bytes|string.crc32() -> int") { call in
            guard let bytes = EncodingFunctions.bytes(call[0]) else { return call.noOverload }
            guard call.evaluation.charge(reading: bytes.count) else { return call.overBudget }
            return .int(Int64(CRC32.checksum(of: bytes)))
        },
        Function("eq(string|bytes, string|bytes) -> bool") { EncodingFunctions.isEqual($0) },
    ]
}

/// The encoding functions.
enum EncodingFunctions {
    /// The bytes of bytes, or the UTF-8 of a string.
    static func bytes(_ value: Value) -> [UInt8]? {
        switch value {
        case .bytes(let bytes): bytes
        case .string(let text): Array(text.string.utf8)
        default: nil
        }
    }

    static func spell(_ call: Call, _ encode: ([UInt8]) -> String) -> Value {
        guard let bytes = bytes(call[0]) else { return call.noOverload }
        guard call.evaluation.charge(reading: 2 * bytes.count) else { return call.overBudget }
        return Value(encode(bytes))
    }

    static func read(_ call: Call, _ name: String, _ decode: (String) -> [UInt8]?) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: text.byteCount) else { return call.overBudget }
        return decode(text.string).map(Value.bytes) ?? call.invalid("a string that is not \(name)")
    }

    /// A text without its line breaks: many an encoder writes Base64 in lines, as for mail (RFC 2045 section 6.8).
    static func joinedLines(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
        return String(decoding: text.utf8.filter { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    }

    static func edit(_ call: Call, _ change: (String) -> String) -> Value {
        guard case .string(let text) = call[0] else { return call.noOverload }
        guard call.evaluation.charge(reading: 3 * text.byteCount) else { return call.overBudget }
        return Value(change(text.string))
    }

    /// Compares in a time that depends on the lengths alone.
    static func isEqual(_ call: Call) -> Value {
        guard let left = bytes(call[0]), let right = bytes(call[1]) else { return call.noOverload }
        guard call.evaluation.charge(reading: left.count + right.count) else { return call.overBudget }
        guard left.count == right.count else { return .bool(false) }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return .bool(difference == 0)
    }
}

/// Percent encoding (RFC 3986 section 2.1).
enum PercentCode {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Keeps unreserved characters; everything else becomes `%XX`.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if byte.isLetter || byte.isDigit || "-.~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// As in forms: `+` is a space.
    ///
    /// A `%` without two digits stays; bytes that are not UTF-8 are replaced.
    static func decode(_ source: some Collection<UInt8>) -> String {
        let bytes = Array(source)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let byte = Hex.decode(String(decoding: bytes[index + 1...index + 2], as: UTF8.self))?.first
            {
                decoded.append(byte)
                index += 3
            } else {
                decoded.append(bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

/// Text inside XML (section 2.4 of the recommendation), for content and for attributes in either quotes.
enum XMLText {
    static func escape(_ text: String) -> String {
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += Array("&amp;".utf8)
            case UInt8(ascii: "<"): escaped += Array("&lt;".utf8)
            case UInt8(ascii: ">"): escaped += Array("&gt;".utf8)
            case UInt8(ascii: "\""): escaped += Array("&quot;".utf8)
            case UInt8(ascii: "'"): escaped += Array("&apos;".utf8)
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}

/// The checksum of Ethernet and ZIP (ISO 3309).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { start in
        var value = UInt32(start)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        return value
    }

    static func checksum(of bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
        return value ^ 0xFFFF_FFFF
    }
}
