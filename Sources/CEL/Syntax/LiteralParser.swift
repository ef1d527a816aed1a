extension Parser {
    /// Expressions between commas, up to and including the closing symbol.
    mutating func arguments(until closing: Symbol) throws(SyntaxError) -> [NodeID] {
        var arguments: [NodeID] = []
        while !take(closing) {
            arguments.append(try expression())
            guard take(.comma) else {
                try expect(closing)
                break
            }
            if closing == .rightParenthesis, token.kind == .symbol(closing) { throw unexpected("an argument") }
        }
        return arguments
    }

    /// `[a, ?b, …]`.
    mutating func list() throws(SyntaxError) -> NodeID {
        let offset = token.range.lowerBound
        advance()
        var elements: [Node.Element] = []
        while !take(.rightBracket) {
            let isOptional = take(.question)
            elements.append(Node.Element(value: try expression(), isOptional: isOptional))
            guard take(.comma) else {
                try expect(.rightBracket)
                break
            }
        }
        return try add(.list(elements), at: offset, from: offset)
    }

    /// `{a: b, ?c: d, …}`.
    mutating func map() throws(SyntaxError) -> NodeID {
        let offset = token.range.lowerBound
        advance()
        var pairs: [Node.Pair] = []
        while !take(.rightBrace) {
            let isOptional = take(.question)
            let key = try expression()
            try expect(.colon)
            pairs.append(Node.Pair(key: key, value: try expression(), isOptional: isOptional))
            guard take(.comma) else {
                try expect(.rightBrace)
                break
            }
        }
        return try add(.map(pairs), at: offset, from: offset)
    }
}
