extension Lexer {
    /// Reads `12`, `0x1F`, `12u`, `1.5`, `.5`, `1e3`.
    ///
    /// A letter right behind is an error.
    mutating func number() throws(SyntaxError) -> Token.Kind {
        let start = index
        let kind = isHexadecimal ? try hexadecimal(from: start) : try decimal(from: start)
        if let byte = peek(), byte.isLetter {
            throw SyntaxError(message: "a letter right behind a number", offset: index)
        }
        return kind
    }

    private var isHexadecimal: Bool {
        guard peek() == UInt8(ascii: "0"), let mark = peek(1), mark | 0x20 == UInt8(ascii: "x") else { return false }
        return peek(2)?.isHexDigit == true
    }

    private mutating func hexadecimal(from start: Int) throws(SyntaxError) -> Token.Kind {
        index += 2
        while peek()?.isHexDigit == true { index += 1 }
        return try whole(String(decoding: bytes[start + 2..<index], as: UTF8.self), radix: 16, from: start)
    }

    private mutating func decimal(from start: Int) throws(SyntaxError) -> Token.Kind {
        skipDigits()
        let isFractional = skipFraction()
        let isScaled = skipExponent()
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard isFractional || isScaled else { return try whole(text, radix: 10, from: start) }
        guard let value = Double(text.utf8.first == UInt8(ascii: ".") ? "0" + text : text) else {
            throw SyntaxError(message: "not a number", offset: start)
        }
        return .double(value)
    }

    private mutating func whole(_ digits: String, radix: Int, from start: Int) throws(SyntaxError) -> Token.Kind {
        guard let value = UInt64(digits, radix: radix) else {
            throw SyntaxError(message: "an integer of more than 64 bits", offset: start)
        }
        if let mark = peek(), mark | 0x20 == UInt8(ascii: "u") {
            index += 1
            return .uint(value)
        }
        return .int(value)
    }

    private mutating func skipDigits() {
        while peek()?.isDigit == true { index += 1 }
    }

    private mutating func skipFraction() -> Bool {
        guard peek() == UInt8(ascii: "."), peek(1)?.isDigit == true else { return false }
        index += 1
        skipDigits()
        return true
    }

    private mutating func skipExponent() -> Bool {
        guard let mark = peek(), mark | 0x20 == UInt8(ascii: "e") else { return false }
        let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        guard peek(isSigned ? 2 : 1)?.isDigit == true else { return false }
        index += isSigned ? 2 : 1
        skipDigits()
        return true
    }
}
