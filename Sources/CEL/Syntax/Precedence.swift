/// How tightly operators bind, loosest first.
enum Precedence: Int, Comparable {
    case or
    case and
    case relation
    case sum
    case product
    case operand

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// The next one: what the right side of a left-associative operator may hold.
    var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .operand }
}

/// An operator between two operands.
enum Infix {
    case and
    case or
    case operation(BinaryOperator, Precedence)

    init?(_ kind: Token.Kind) {
        switch kind {
        case .symbol(.and): self = .and
        case .symbol(.or): self = .or
        case .identifier("in"): self = .operation(.contained, .relation)
        case .symbol(let symbol):
            guard let operation = BinaryOperator(rawValue: symbol.rawValue) else { return nil }
            self = .operation(operation, operation.precedence)
        default: return nil
        }
    }

    var precedence: Precedence {
        switch self {
        case .and: .and
        case .or: .or
        case .operation(_, let precedence): precedence
        }
    }
}

extension BinaryOperator {
    fileprivate var precedence: Precedence {
        switch self {
        case .add, .subtract: .sum
        case .multiply, .divide, .modulo: .product
        default: .relation
        }
    }
}

extension Token {
    /// The token as a message shows it.
    var shown: String {
        switch kind {
        case .end: "the end"
        case .identifier(let name), .quoted(let name): "`\(name)`"
        case .int, .uint, .double: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .symbol(let symbol): "`\(symbol.rawValue)`"
        }
    }
}
