/// A name that an expression reads below `config` or `input`, or asks `secret()` for.
///
/// Works on words rather than on the compiled expression, which does not say what it reads: good enough to find slips
/// of the pen, and nothing depends on it at run time.
struct NameUse {
    enum Root: String {
        case secret
        case config
        case input
    }

    let root: Root
    let name: String
    /// Byte offset of the name in the expression.
    let offset: Int

    static func all(in text: String) -> [NameUse] {
        let words = Words(text).all
        var uses: [NameUse] = []
        for index in words.indices where words[index].kind == .name && words.indices.contains(index + 2) {
            guard let root = Root(rawValue: words[index].text), index == 0 || words[index - 1].text != "." else {
                continue
            }
            let (next, name) = (words[index + 1], words[index + 2])
            let isUse =
                root == .secret ? next.text == "(" && name.kind == .string : next.text == "." && name.kind == .name
            if isUse { uses.append(NameUse(root: root, name: name.text, offset: name.offset)) }
        }
        return uses
    }
}

/// The words of an expression: names, strings without their quotes, and single other characters.
private struct Words {
    enum Kind {
        case name
        case string
        case other
    }

    struct Word {
        let kind: Kind
        let text: String
        let offset: Int
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
            case 0x09, 0x0A, 0x0D, 0x20: index += 1
            default: add(.other, bytes[index...index], &index)
            }
        }
    }

    private mutating func add(_ kind: Kind, _ bytes: ArraySlice<UInt8>, _ index: inout Int) {
        all.append(Word(kind: kind, text: String(decoding: bytes, as: UTF8.self), offset: index))
        index += bytes.count
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
