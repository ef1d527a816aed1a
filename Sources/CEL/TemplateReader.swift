/// Finds the expressions in a text.
struct TemplateReader {
    /// A run of literal text, or the bytes of an expression.
    enum Piece {
        case text(String)
        case expression(Range<Int>)
    }

    private let bytes: [UInt8]
    private var index = 0
    private var literal: [UInt8] = []
    private var pieces: [Piece] = []

    /// The pieces of a text in order; an empty text is one empty piece.
    static func pieces(of bytes: [UInt8]) throws(SyntaxError) -> [Piece] {
        var reader = TemplateReader(bytes: bytes)
        try reader.read()
        return reader.pieces
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func read() throws(SyntaxError) {
        while index < bytes.count {
            if bytes[index...].starts(with: "$${".utf8) {
                literal += Array("${".utf8)
                index += 3
            } else if bytes[index...].starts(with: "${".utf8) {
                endLiteral()
                pieces.append(.expression(try expression()))
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty || pieces.isEmpty { endLiteral(keepingEmpty: true) }
    }

    private mutating func endLiteral(keepingEmpty: Bool = false) {
        if !literal.isEmpty || keepingEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
        literal = []
    }

    /// The bytes between `${` and the brace that closes it.
    ///
    /// Words are read as an expression has them, so that braces in strings and maps do not count.
    private mutating func expression() throws(SyntaxError) -> Range<Int> {
        let opening = index
        var lexer = Lexer(bytes, from: index + 2)
        var depth = 0
        while true {
            let token = try lexer.next()
            switch token.kind {
            case .symbol(.leftBrace): depth += 1
            case .symbol(.rightBrace) where depth > 0: depth -= 1
            case .symbol(.rightBrace):
                index = lexer.index
                return opening + 2..<token.range.lowerBound
            case .end:
                throw SyntaxError(message: "`${` without its `}`", offset: opening, hint: "`$${` is a literal `${`")
            default: break
            }
        }
    }
}
