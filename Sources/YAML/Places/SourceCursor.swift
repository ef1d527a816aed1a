import Core

/// Walks the bytes of a file and knows the place of each.
struct SourceCursor {
    let bytes: [UInt8]
    private(set) var offset: Int
    private var line: Int
    private var column: Int

    /// At the start of a file.
    init(_ bytes: [UInt8]) {
        self.init(bytes, offset: 0, place: SourcePlace(line: 1, column: 1))
    }

    /// At a byte whose place is known.
    init(_ bytes: [UInt8], offset: Int, place: SourcePlace) {
        self.bytes = bytes
        self.offset = offset
        line = place.line
        column = place.column
    }

    /// Where the cursor stands.
    var place: SourcePlace { SourcePlace(line: line, column: column) }

    /// Whether all bytes are behind.
    var isAtEnd: Bool { offset >= bytes.count }

    /// Whether a space or a tab stands here.
    var isAtBlank: Bool { isAt(" ") || isAt("\t") }

    /// Whether LF or CRLF stands here.
    var isAtBreak: Bool { isAt("\n") || (isAt("\r") && isAt("\n", ahead: 1)) }

    /// Whether an ASCII character stands so many bytes ahead.
    func isAt(_ character: Unicode.Scalar, ahead: Int = 0) -> Bool {
        offset + ahead < bytes.count && UInt32(bytes[offset + ahead]) == character.value
    }

    /// Moves one byte on; not beyond the end.
    mutating func advance() {
        guard !isAtEnd else { return }
        let isLineFeed = bytes[offset] == 0x0A
        offset += 1
        if isLineFeed {
            line += 1
            column = 1
        } else if isAtEnd || bytes[offset] & 0xC0 != 0x80 {
            column += 1
        }
    }

    /// Moves past spaces and tabs.
    mutating func skipBlanks() {
        while isAtBlank { advance() }
    }

    /// Moves past LF or CRLF, when it stands here.
    mutating func skipBreak() {
        guard isAtBreak else { return }
        if isAt("\r") { advance() }
        advance()
    }

    /// Moves to the line break that ends this line, or to the end.
    mutating func skipToBreak() {
        while !isAtEnd, !isAtBreak { advance() }
    }
}
