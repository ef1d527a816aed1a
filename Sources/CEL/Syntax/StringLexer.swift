/// The letters before a string's quotes.
struct StringPrefix {
    var length = 0
    var isRaw = false
    var isBytes = false
}

extension Lexer {
    /// The prefix of a string that starts here (`r`, `b`, `br` in any case), or nil when none does.
    func stringPrefix() -> StringPrefix? {
        var prefix = StringPrefix()
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "b") {
            prefix.isBytes = true
            prefix.length = 1
        }
        if let byte = peek(prefix.length), byte | 0x20 == UInt8(ascii: "r") {
            prefix.isRaw = true
            prefix.length += 1
        }
        guard let quote = peek(prefix.length), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            return nil
        }
        return prefix
    }

    /// Reads a string or bytes literal.
    mutating func stringLiteral(_ prefix: StringPrefix) throws(SyntaxError) -> Token.Kind {
        let start = index
        index += prefix.length
        let quote = bytes[index]
        let isTriple = peek(1) == quote && peek(2) == quote
        index += isTriple ? 3 : 1
        var content: [UInt8] = []
        while !isAtClosing(quote, isTriple: isTriple) {
            guard let byte = peek(), isTriple || (byte != 0x0A && byte != 0x0D) else {
                throw SyntaxError(message: "a string that does not end", offset: start)
            }
            index += 1
            if byte == UInt8(ascii: "\\"), !prefix.isRaw {
                try appendEscape(to: &content, isBytes: prefix.isBytes, literal: start)
            } else {
                content.append(byte)
            }
        }
        index += isTriple ? 3 : 1
        if prefix.isBytes { return .bytes(content) }
        return .string(String(decoding: content, as: UTF8.self))
    }

    private func isAtClosing(_ quote: UInt8, isTriple: Bool) -> Bool {
        peek() == quote && (!isTriple || (peek(1) == quote && peek(2) == quote))
    }

    private mutating func appendEscape(to content: inout [UInt8], isBytes: Bool, literal: Int) throws(SyntaxError) {
        let unknown = SyntaxError(
            message: "an unknown escape in a string",
            offset: literal,
            hint: "write `\\\\` for a backslash, or put `r` before the quotes"
        )
        guard let letter = peek() else { throw unknown }
        index += 1
        if let plain = Self.plainEscapes[letter] {
            content.append(plain)
            return
        }
        let code: UInt32?
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): code = digits(2, radix: 16)
        case UInt8(ascii: "u") where !isBytes: code = digits(4, radix: 16)
        case UInt8(ascii: "U") where !isBytes: code = digits(8, radix: 16)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            index -= 1
            code = digits(3, radix: 8)
        default: code = nil
        }
        guard let code else { throw unknown }
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: code))
        } else if let scalar = Unicode.Scalar(code) {
            content.append(contentsOf: String(Character(scalar)).utf8)
        } else {
            throw SyntaxError(message: "an escape that is no Unicode character", offset: literal)
        }
    }

    /// Exactly `count` digits, at most eight.
    private mutating func digits(_ count: Int, radix: UInt32) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = peek(), byte.isHexDigit else { return nil }
            let digit = UInt32(byte.isDigit ? byte - 0x30 : (byte | 0x20) - 0x61 + 10)
            guard digit < radix else { return nil }
            value = value << (radix == 16 ? 4 : 3) | digit
            index += 1
        }
        return value
    }

    private static let plainEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): 0x5C,
        UInt8(ascii: "?"): 0x3F, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60,
    ]
}
