/// Splits an expression into tokens, over its UTF-8 bytes.
struct Lexer {
    let bytes: [UInt8]
    var index: Int

    init(_ bytes: [UInt8], from index: Int = 0) {
        self.bytes = bytes
        self.index = index
    }

    /// All tokens, the last being the end.
    static func tokens(of bytes: [UInt8]) throws(SyntaxError) -> [Token] {
        var lexer = Lexer(bytes)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    /// The next token.
    mutating func next() throws(SyntaxError) -> Token {
        skipSpace()
        let start = index
        guard let byte = peek() else { return Token(kind: .end, range: start..<start) }
        let kind = try kind(startingWith: byte)
        return Token(kind: kind, range: start..<index)
    }

    private mutating func kind(startingWith byte: UInt8) throws(SyntaxError) -> Token.Kind {
        if let prefix = stringPrefix() { return try stringLiteral(prefix) }
        if byte.isLetter { return .identifier(word()) }
        if byte.isDigit || (byte == UInt8(ascii: ".") && peek(1)?.isDigit == true) { return try number() }
        if byte == UInt8(ascii: "`") { return .quoted(try quotedName()) }
        return .symbol(try symbol())
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private mutating func skipSpace() {
        while let byte = peek() {
            if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) {
                index += 1
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                while let byte = peek(), byte != 0x0A { index += 1 }
            } else {
                return
            }
        }
    }

    private mutating func word() -> String {
        let start = index
        while let byte = peek(), byte.isLetter || byte.isDigit { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func quotedName() throws(SyntaxError) -> String {
        let start = index
        index += 1
        while let byte = peek(), byte.isLetter || byte.isDigit || "./- ".utf8.contains(byte) { index += 1 }
        guard peek() == UInt8(ascii: "`"), index > start + 1 else {
            throw SyntaxError(
                message: "a name in backticks that does not end, or holds another character",
                offset: start
            )
        }
        index += 1
        return String(decoding: bytes[start + 1..<index - 1], as: UTF8.self)
    }

    private mutating func symbol() throws(SyntaxError) -> Symbol {
        if let next = peek(1), let symbol = Symbol.pairs[UInt16(bytes[index]) << 8 | UInt16(next)] {
            index += 2
            return symbol
        }
        if let symbol = Symbol.single(bytes[index]) {
            index += 1
            return symbol
        }
        throw SyntaxError(message: "a character that no expression holds here", offset: index, hint: symbolHint)
    }

    private var symbolHint: String? {
        switch peek() {
        case UInt8(ascii: "="): "compare with `==`"
        case UInt8(ascii: "&"): "write `&&`"
        case UInt8(ascii: "|"): "write `||`"
        case UInt8(ascii: "$"): "`${…}` belongs to text; here the expression stands bare"
        default: nil
        }
    }
}

extension UInt8 {
    /// An ASCII letter or `_`.
    var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x5F }
    /// An ASCII digit.
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// An ASCII hexadecimal digit.
    var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self) }
}
