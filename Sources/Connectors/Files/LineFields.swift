import Core

/// One field of a line.
struct LineField: Sendable {
    /// Without its quotes, doubled ones inside it as one.
    let bytes: ArraySlice<UInt8>
    /// Where it begins in its line.
    let offset: Int
}

extension FileFormat {
    /// Fields of a line; one with more is refused.
    static let fieldLimit = 1000

    /// The fields of a line whose quotes are in order.
    func fields(of line: FileLine) -> [LineField] {
        switch layout {
        case .delimited(let delimiter): Self.fields(of: line.bytes, delimiter)
        case .fixed: fixedFields(of: line.bytes)
        }
    }

    /// At most one more than are allowed.
    private static func fields(of bytes: [UInt8], _ delimiter: UInt8) -> [LineField] {
        var fields: [LineField] = []
        var start = 0
        while fields.count <= fieldLimit {
            let isQuoted = start < bytes.count && bytes[start] == LineCutter.quote
            let end = isQuoted ? endOfQuoted(bytes, from: start) : bytes[start...].firstIndex(of: delimiter)
            let range = start..<(end ?? bytes.count)
            fields.append(LineField(bytes: isQuoted ? unquoted(bytes[range]) : bytes[range], offset: start))
            guard range.upperBound < bytes.count else { break }
            start = range.upperBound + 1
        }
        return fields
    }

    /// The index behind the closing quote.
    private static func endOfQuoted(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] != LineCutter.quote {
                index += 1
            } else if index + 1 < bytes.count, bytes[index + 1] == LineCutter.quote {
                index += 2
            } else {
                return index + 1
            }
        }
        return index
    }

    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let inner = bytes.dropFirst().dropLast()
        guard inner.contains(LineCutter.quote) else { return inner }
        var text: [UInt8] = []
        var isSecond = false
        for byte in inner {
            isSecond = byte == LineCutter.quote && !isSecond
            if !isSecond { text.append(byte) }
        }
        return text[...]
    }

    /// What lies behind a line's end is empty.
    private func fixedFields(of bytes: [UInt8]) -> [LineField] {
        let starts = bytes.allSatisfy { $0 < 0x80 } ? nil : bytes.indices.filter { charset.begins(bytes[$0]) }
        let count = starts?.count ?? bytes.count
        let offset = { (character: Int) in
            guard character < count else { return bytes.count }
            return starts.map { $0[character] } ?? character
        }
        return (columns ?? []).map { column in
            let (start, end) = (offset(column.characters.lowerBound), offset(column.characters.upperBound))
            return LineField(bytes: bytes[start..<end], offset: start)
        }
    }
}
