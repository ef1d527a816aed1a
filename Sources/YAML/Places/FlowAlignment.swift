import Core

/// Aligns plain and quoted text (YAML 1.2.2 section 7.3) with the file.
struct FlowAlignment {
    private let value: [UInt8]
    private let style: ScalarStyle
    private var cursor: SourceCursor
    private var found: [SourcePlace] = []

    init(_ value: [UInt8], style: ScalarStyle, at cursor: SourceCursor) {
        self.value = value
        self.style = style
        self.cursor = cursor
    }

    /// One place for each byte, and one for the end.
    mutating func places() -> [SourcePlace] {
        found.reserveCapacity(value.count + 1)
        if style != .plain { cursor.advance() }
        while found.count < value.count, !cursor.isAtEnd { step() }
        while found.count <= value.count { found.append(cursor.place) }
        return Array(found.prefix(value.count + 1))
    }

    private mutating func step() {
        if cursor.isAtBlank || cursor.isAtBreak {
            takeSpace()
        } else if style == .doubleQuoted, cursor.isAt("\\") {
            takeEscape()
        } else {
            let isQuotePair = style == .singleQuoted && cursor.isAt("'")
            take()
            if isQuotePair { cursor.advance() }
        }
    }

    private mutating func take() {
        found.append(cursor.place)
        cursor.advance()
    }

    /// Spaces within a line stand for themselves.
    ///
    /// Around a line break they vanish; the break becomes a space, or one line feed for each empty line behind it.
    private mutating func takeSpace() {
        var ahead = cursor
        ahead.skipBlanks()
        guard ahead.isAtBreak else {
            while cursor.offset < ahead.offset { take() }
            return
        }
        let firstBreak = cursor.place
        cursor = ahead
        let emptyLines = skipLines()
        found += emptyLines.isEmpty ? [firstBreak] : emptyLines
    }

    /// Moves past a line break, empty lines and indentation; tells where the empty lines end.
    private mutating func skipLines() -> [SourcePlace] {
        var ends: [SourcePlace] = []
        cursor.skipBreak()
        cursor.skipBlanks()
        while cursor.isAtBreak {
            ends.append(cursor.place)
            cursor.skipBreak()
            cursor.skipBlanks()
        }
        return ends
    }

    /// An escape sequence stands for one character of the value; before a line break it hides the break.
    private mutating func takeEscape() {
        let start = cursor.place
        cursor.advance()
        if cursor.isAtBreak {
            found += skipLines()
            return
        }
        let digits = cursor.isAt("x") ? 2 : cursor.isAt("u") ? 4 : cursor.isAt("U") ? 8 : 0
        for _ in 0...digits { cursor.advance() }
        for _ in 0..<Self.width(ofCharacterStartingWith: value[found.count]) { found.append(start) }
    }

    private static func width(ofCharacterStartingWith byte: UInt8) -> Int {
        switch byte {
        case 0..<0xC0: 1
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        default: 4
        }
    }
}
