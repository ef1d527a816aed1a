import Core

/// One line of a file; in a delimited file with the line breaks inside its quotes.
struct FileLine: Sendable {
    /// Without its end.
    let bytes: [UInt8]
    /// Its number in the file, from 1; that of its first line when it has several.
    let number: Int
    /// Why it cannot be taken apart.
    var fault: Fault?

    /// What is wrong, and where.
    struct Fault: Sendable {
        let place: SourcePlace
        let reason: String
    }

    /// The place of a byte of it, columns in characters.
    func place(of offset: Int, in charset: Charset) -> SourcePlace {
        SourcePlace(behind: bytes.prefix(offset), from: number, in: charset)
    }
}

extension SourcePlace {
    /// The place behind bytes that begin with a line of this number.
    init(behind bytes: ArraySlice<UInt8>, from number: Int, in charset: Charset) {
        let last = bytes.lastIndex(of: LineCutter.lineFeed).map { $0 + 1 } ?? bytes.startIndex
        let breaks = bytes[..<last].count { $0 == LineCutter.lineFeed }
        self.init(line: number + breaks, column: bytes[last...].count(where: charset.begins) + 1)
    }
}
