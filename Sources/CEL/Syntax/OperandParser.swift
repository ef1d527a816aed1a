extension Parser {
    /// Words that may only follow a dot.
    private static let reservedWords: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "in", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    /// An operand with the signs before it.
    mutating func unary() throws(SyntaxError) -> NodeID {
        let offset = token.range.lowerBound
        if token.kind == .symbol(.not) { return try repeated(.not, at: offset) }
        if token.kind == .symbol(.minus) { return try repeated(.minus, at: offset) }
        return try member()
    }

    /// `!!a` is `a` made boolean twice over; an even number of signs still demands the type, so one pair stays.
    private mutating func repeated(_ sign: Symbol, at offset: Int) throws(SyntaxError) -> NodeID {
        var count = 0
        var last = offset
        while token.kind == .symbol(sign) {
            last = token.range.lowerBound
            advance()
            count += 1
        }
        if sign == .minus, let number = try negativeLiteral(at: last) {
            count -= 1
            let operand = try members(of: number, from: tree[number].offset)
            return try wrap(operand, in: sign, count: count, at: offset)
        }
        return try wrap(try member(), in: sign, count: count, at: offset)
    }

    private mutating func wrap(
        _ operand: NodeID,
        in sign: Symbol,
        count: Int,
        at offset: Int
    ) throws(SyntaxError) -> NodeID {
        var wrapped = operand
        let kept = count > 2 ? 2 - count % 2 : count
        for _ in 0..<kept {
            wrapped = try add(sign == .not ? .not(wrapped) : .negate(wrapped), at: offset, from: offset)
        }
        return wrapped
    }

    /// A number right behind a minus: joined with it, because `-9223372036854775808` has no positive.
    private mutating func negativeLiteral(at offset: Int) throws(SyntaxError) -> NodeID? {
        switch token.kind {
        case .int(let magnitude):
            guard magnitude <= Int64.min.magnitude else { throw tooLarge }
            return try constant(.int(Int64(truncatingIfNeeded: 0 &- magnitude)), at: offset)
        case .double(let value):
            return try constant(.double(-value), at: offset)
        default: return nil
        }
    }

    private var tooLarge: SyntaxError {
        SyntaxError(message: "an integer of more than 64 bits", offset: token.range.lowerBound)
    }

    private mutating func member() throws(SyntaxError) -> NodeID {
        let start = token.range.lowerBound
        return try members(of: try primary(), from: start)
    }

    /// What follows an operand: fields, calls, indices.
    private mutating func members(of operand: NodeID, from start: Int) throws(SyntaxError) -> NodeID {
        var operand = operand
        while true {
            let offset = token.range.lowerBound
            if take(.dot) {
                operand = try field(of: operand, at: offset, from: start)
            } else if take(.leftBracket) {
                let isOptional = take(.question)
                let key = try expression()
                try expect(.rightBracket)
                operand = try add(.index(operand, key, isOptional: isOptional), at: offset, from: start)
            } else if token.kind == .symbol(.leftBrace), isName(operand) {
                throw SyntaxError(
                    message: "messages are not supported",
                    offset: offset,
                    hint: "write a map: `{\"key\": value}`"
                )
            } else {
                return operand
            }
        }
    }

    private func isName(_ node: NodeID) -> Bool {
        switch tree[node].kind {
        case .identifier: true
        case .select(let operand, _, let isOptional): !isOptional && isName(operand)
        default: false
        }
    }

    private mutating func field(
        of operand: NodeID,
        at offset: Int,
        from start: Int
    ) throws(SyntaxError) -> NodeID {
        let isOptional = take(.question)
        let place = token.range.lowerBound
        switch token.kind {
        case .quoted(let name):
            advance()
            let select = Node.Kind.select(operand, field: name, isOptional: isOptional)
            return try add(select, at: place, reference: offset, from: start)
        case .identifier(let name) where !["true", "false", "null", "in"].contains(name):
            advance()
            let opening = token.range.lowerBound
            if !isOptional, take(.leftParenthesis) {
                let arguments = try arguments(until: .rightParenthesis)
                return try call(name, target: operand, arguments, at: place, reference: opening, from: start)
            }
            let select = Node.Kind.select(operand, field: name, isOptional: isOptional)
            return try add(select, at: place, reference: offset, from: start)
        default: throw unexpected("a field name")
        }
    }

    private mutating func primary() throws(SyntaxError) -> NodeID {
        let start = token.range.lowerBound
        switch token.kind {
        case .symbol(.leftParenthesis):
            advance()
            let inner = try expression()
            try expect(.rightParenthesis)
            return inner
        case .symbol(.leftBracket): return try list()
        case .symbol(.leftBrace): return try map()
        case .symbol(.dot):
            advance()
            return try name(isRoot: true, from: start)
        case .identifier: return try name(isRoot: false, from: start)
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw tooLarge }
            return try constant(.int(value), at: start)
        case .uint(let value): return try constant(.uint(value), at: start)
        case .double(let value): return try constant(.double(value), at: start)
        case .string(let text): return try constant(.string(Text(text)), at: start)
        case .bytes(let bytes): return try constant(.bytes(bytes), at: start)
        default: throw unexpected("a value")
        }
    }

    private mutating func constant(_ value: Value, at offset: Int) throws(SyntaxError) -> NodeID {
        advance()
        return try add(.constant(value), at: offset, from: offset)
    }

    private mutating func name(isRoot: Bool, from start: Int) throws(SyntaxError) -> NodeID {
        let offset = token.range.lowerBound
        guard case .identifier(let name) = token.kind else { throw unexpected("a name") }
        switch name {
        case "true": return try constant(.bool(true), at: offset)
        case "false": return try constant(.bool(false), at: offset)
        case "null": return try constant(.null, at: offset)
        default: break
        }
        guard !Self.reservedWords.contains(name) else {
            throw SyntaxError(message: "`\(name)` is a reserved word", offset: offset)
        }
        advance()
        let opening = token.range.lowerBound
        guard take(.leftParenthesis) else {
            return try add(.identifier(name, isRoot: isRoot), at: offset, from: start)
        }
        let arguments = try arguments(until: .rightParenthesis)
        return try call(name, target: nil, arguments, at: offset, reference: opening, from: start)
    }
}
