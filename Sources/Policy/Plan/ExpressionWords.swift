/// The words of an expression: names, strings without their quotes, `==`, `!=`, and single other characters.
///
/// Works on words rather than on the compiled expression, which does not say what it reads: good enough to find slips
/// of the pen, and nothing depends on it at run time.
struct ExpressionWords {
    enum Kind {
        case name
        case string
        case other
    }

    struct Word {
        let kind: Kind
        let text: String
        /// Byte offset in the expression; of a string, that of its first character.
        let offset: Int

        func isSymbol(_ symbol: String) -> Bool { kind == .other && text == symbol }
        func isName(_ name: String) -> Bool { kind == .name && text == name }
        var isComparison: Bool { isSymbol("==") || isSymbol("!=") }
    }

    private(set) var all: [Word] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): addString(bytes, &index)
            case UInt8(ascii: "/") where bytes[index...].starts(with: "//".utf8):
                index += bytes[index...].prefix { $0 != 0x0A }.count
            case let byte where Self.isNameByte(byte):
                add(.name, bytes[index...].prefix(while: Self.isNameByte), &index)
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: index += 1
            default: addSymbol(bytes, &index)
            }
        }
    }

    /// The word at a place, or nil outside the expression.
    subscript(index: Int) -> Word? { all.indices.contains(index) ? all[index] : nil }

    private mutating func add(_ kind: Kind, _ bytes: ArraySlice<UInt8>, _ index: inout Int) {
        all.append(Word(kind: kind, text: String(decoding: bytes, as: UTF8.self), offset: index))
        index += bytes.count
    }

    /// `.?` counts as the point it is, with the question left out.
    private mutating func addSymbol(_ bytes: [UInt8], _ index: inout Int) {
        let rest = bytes[index...]
        let isPair = rest.starts(with: "==".utf8) || rest.starts(with: "!=".utf8)
        let skipsQuestion = rest.starts(with: ".?".utf8)
        add(.other, rest.prefix(isPair ? 2 : 1), &index)
        if skipsQuestion { index += 1 }
    }

    private mutating func addString(_ bytes: [UInt8], _ index: inout Int) {
        let quote = bytes[index]
        var end = index + 1
        while end < bytes.count, bytes[end] != quote { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        end = min(end, bytes.count)
        all.append(
            Word(kind: .string, text: String(decoding: bytes[(index + 1)..<end], as: UTF8.self), offset: index + 1)
        )
        index = end + 1
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
