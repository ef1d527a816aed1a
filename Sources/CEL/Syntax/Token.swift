/// One word of an expression and the bytes it stands in.
struct Token {
    /// What it is.
    enum Kind: Equatable {
        case end
        case identifier(String)
        /// A name in backticks.
        case quoted(String)
        /// Magnitude only: the sign is an operator until the parser joins them.
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
    }

    let kind: Kind
    let range: Range<Int>
}

/// Operators and punctuation.
enum Symbol: String {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case dot = "."
    case comma = ","
    case colon = ":"
    case question = "?"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case modulo = "%"
    case not = "!"
    case and = "&&"
    case or = "||"
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

extension Symbol: CaseIterable {
    /// Symbols of two characters, by both.
    static let pairs: [UInt16: Symbol] = Dictionary(
        allCases.compactMap { symbol in
            let bytes = Array(symbol.rawValue.utf8)
            return bytes.count == 2 ? (UInt16(bytes[0]) << 8 | UInt16(bytes[1]), symbol) : nil
        },
        uniquingKeysWith: { first, _ in first }
    )

    /// The symbol of one character.
    static func single(_ byte: UInt8) -> Symbol? { byte < 128 ? singles[Int(byte)] : nil }

    private static let singles: [Symbol?] = (0..<128).map { code in
        allCases.first { $0.rawValue.utf8.elementsEqual(CollectionOfOne(UInt8(code))) }
    }
}

/// Why a text is no expression, and where.
struct SyntaxError: Error {
    let message: String
    let offset: Int
    var hint: String?
}
