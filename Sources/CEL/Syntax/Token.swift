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

/// Why a text is no expression, and where.
struct SyntaxError: Error {
    let message: String
    let offset: Int
    var hint: String?
}
