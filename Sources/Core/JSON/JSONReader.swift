/// Why a text is not JSON we take, and where.
public struct JSONError: Error, Sendable, Equatable {
    /// What is wrong, in a few words, without any of the text.
    public let reason: String
    /// Bytes before the place, counted from 0.
    public let offset: Int
}

extension JSON {
    /// Levels of arrays and objects that are read.
    ///
    /// Deeper input is refused, not recursed into.
    public static let depthLimit = 128

    /// Reads one JSON text, strictly (RFC 8259): UTF-8 without byte order mark, no duplicate names, no `\u0000`, no
    /// lone surrogate, nothing behind the value.
    ///
    /// The same text gets the same verdict whatever store is behind. What goes into no store may keep U+0000.
    public static func parse(_ bytes: [UInt8], keepingZero: Bool = false) throws(JSONError) -> JSON {
        var reader = JSONReader(bytes: bytes, keepsZero: keepingZero)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.isAtEnd else { throw reader.error("text after the value") }
        return value
    }

    /// Reads one JSON text.
    public static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(Array(text.utf8))
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    /// Whether a string may hold U+0000.
    let keepsZero: Bool
    var index = 0

    init(bytes: [UInt8], keepsZero: Bool) {
        self.bytes = bytes
        self.keepsZero = keepsZero
    }

    var isAtEnd: Bool { index >= bytes.count }

    func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: index) }

    mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= JSON.depthLimit else { throw error("nested deeper than \(JSON.depthLimit) levels") }
        skipSpace()
        guard index < bytes.count else { throw error("the text ends where a value should stand") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func literal(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[index...].starts(with: word.utf8) else { throw error("not a JSON value") }
        index += word.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        index += 1
        var elements: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw error("expected ',' or ']'") }
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        index += 1
        var members: [JSONObject.Member] = []
        var names = Names()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject()) }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw error("expected a name") }
            let name = try string()
            guard names.take(name, behind: members) else { throw error("a name stands twice in one object") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("expected ':'") }
            members.append(JSONObject.Member(name: name, value: try value(depth: depth + 1)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error("expected ',' or '}'") }
        return .object(JSONObject(distinct: members))
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func string() throws(JSONError) -> String {
        index += 1
        let (plain, isASCII) = plainText()
        index = plain.endIndex
        guard index < bytes.count else { throw error("the text ends inside a string") }
        guard bytes[index] == UInt8(ascii: "\"") else { return try escapedString(startingWith: Array(plain)) }
        // ASCII is UTF-8: it needs no look of its own.
        let text = isASCII ? String(decoding: plain, as: UTF8.self) : try decode(plain)
        index += 1
        return text
    }

    /// What comes up to a quote, an escape or a control character, and whether all of it is ASCII.
    private func plainText() -> (bytes: ArraySlice<UInt8>, isASCII: Bool) {
        var end = index
        var mixed: UInt8 = 0
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            mixed |= byte
            end += 1
        }
        return (bytes[index..<end], mixed < 0x80)
    }

    private mutating func escapedString(startingWith prefix: [UInt8]) throws(JSONError) -> String {
        var text = prefix
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 { throw error("a control character inside a string") }
            index += 1
            if byte == UInt8(ascii: "\"") { return try decode(text[...]) }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            try appendEscape(to: &text)
        }
        throw error("the text ends inside a string")
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
        guard index < bytes.count else { throw error("the text ends inside a string") }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try unicodeEscape())).utf8)
        default: throw error("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        var code = try fourHexDigits()
        if (0xD800..<0xDC00).contains(code) {
            guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw error("half a surrogate pair") }
            let low = try fourHexDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw error("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard code != 0 || keepsZero, let scalar = Unicode.Scalar(code) else {
            throw error("a character JSON text must not hold")
        }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error("the text ends inside a string") }
        let digits = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        guard let pair = Hex.decode(digits) else { throw error("\\u needs four hexadecimal digits") }
        index += 4
        return UInt32(pair[0]) << 8 | UInt32(pair[1])
    }

    private func decode(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else { throw error("not UTF-8") }
        return text
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let digits = index
        skipDigits()
        guard index > digits else { throw error("not a JSON value") }
        if bytes[digits] == UInt8(ascii: "0"), index > digits + 1 { throw error("a number with a leading zero") }
        let isWhole = try !skipFractionAndExponent()
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole { return Int64(text).map(JSON.int) ?? .bigInteger(text) }
        guard let value = Double(text), value.isFinite else { throw error("a number outside the range of a double") }
        return .double(value)
    }

    private mutating func skipFractionAndExponent() throws(JSONError) -> Bool {
        var found = false
        if take(UInt8(ascii: ".")) {
            found = true
            let start = index
            skipDigits()
            guard index > start else { throw error("a number that ends in a point") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            found = true
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            let start = index
            skipDigits()
            guard index > start else { throw error("a number without its exponent") }
        }
        return found
    }

    private mutating func skipDigits() {
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
    }
}

/// The names of one object so far, to find one that comes again.
private struct Names {
    /// Names up to which looking through all of them is faster than hashing them.
    private static let few = 16

    private var many: Set<ByteKey> = []

    /// Takes a name that is none of those of `members`; false when it is one of them.
    mutating func take(_ name: String, behind members: [JSONObject.Member]) -> Bool {
        let count = name.utf8.count
        guard members.count >= Self.few else {
            return !members.contains { $0.name.utf8.count == count && $0.name.hasSameBytes(as: name) }
        }
        if many.isEmpty { many = Set(members.map { ByteKey($0.name) }) }
        return many.insert(ByteKey(name)).inserted
    }
}
