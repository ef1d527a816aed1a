import Core

/// Aligns literal and folded blocks (YAML 1.2.2 section 8.1) with the file.
struct BlockAlignment {
    private let value: [UInt8]
    private let isFolded: Bool
    private var cursor: SourceCursor
    private var found: [SourcePlace] = []
    /// Line ends read and not yet joined to the value.
    private var breaks: [SourcePlace] = []
    /// Whether a line with content has been read, and whether it began in a blank: such lines are not folded.
    private var hasContent = false
    private var wasMoreIndented = false
    private var contentEnd: SourcePlace

    init(_ value: [UInt8], isFolded: Bool, at cursor: SourceCursor) {
        self.value = value
        self.isFolded = isFolded
        self.cursor = cursor
        contentEnd = cursor.place
    }

    /// One place for each byte, and one for the end.
    mutating func places() -> [SourcePlace] {
        found.reserveCapacity(value.count + 1)
        cursor.skipToBreak()
        cursor.skipBreak()
        let indentation = indentation
        while found.count < value.count, !cursor.isAtEnd, takeLine(indentation) {}
        found += breaks
        while found.count < value.count { found.append(contentEnd) }
        let end = value.last == 0x0A ? found[value.count - 1] : contentEnd
        return found.prefix(value.count) + [end]
    }

    /// Reads a line; false when it no longer belongs to the block.
    private mutating func takeLine(_ indentation: Int) -> Bool {
        var skipped = 0
        while skipped < indentation, cursor.isAt(" ") {
            cursor.advance()
            skipped += 1
        }
        if !cursor.isAtBreak, !cursor.isAtEnd {
            guard skipped == indentation else { return false }
            takeContent()
        }
        breaks.append(cursor.place)
        cursor.skipBreak()
        return true
    }

    private mutating func takeContent() {
        let isMoreIndented = cursor.isAtBlank
        let folds = isFolded && hasContent && !wasMoreIndented && !isMoreIndented
        found += folds && breaks.count > 1 ? breaks.dropFirst() : breaks[...]
        breaks = []
        while !cursor.isAtEnd, !cursor.isAtBreak {
            found.append(cursor.place)
            cursor.advance()
        }
        contentEnd = cursor.place
        hasContent = true
        wasMoreIndented = isMoreIndented
    }

    /// Spaces that stand in front of every line.
    ///
    /// Lines of the value and of the file match one to one up to the first with content, so it is what that line has
    /// more in the file than in the value.
    private var indentation: Int {
        let emptyLines = value.prefix { $0 == 0x0A }.count
        guard emptyLines < value.count else { return .max }
        let kept = value.dropFirst(emptyLines).prefix { $0 == 0x20 }.count
        var ahead = cursor
        for _ in 0..<emptyLines {
            ahead.skipToBreak()
            ahead.skipBreak()
        }
        let written = ahead.bytes.dropFirst(ahead.offset).prefix { $0 == 0x20 }.count
        return max(0, written - kept)
    }
}
