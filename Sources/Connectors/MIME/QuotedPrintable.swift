import Core

/// Writes text so that every mail server hands it on as it is: ASCII, lines of at most 76 bytes (RFC 2045, section 6.7).
enum QuotedPrintable {
    private static let lineLimit = 76
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The text with CRLF at the end of each line, and at its end.
    ///
    /// CR, LF and CRLF all end a line.
    static func encode(_ text: String) -> [UInt8] {
        var encoded: [UInt8] = []
        for line in lines(of: Array(text.utf8)) { write(line, to: &encoded) }
        return encoded
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0D && $0 != 0x0A }
            lines.append(line)
            rest = rest[line.endIndex...]
            if rest.starts(with: [0x0D, 0x0A]) { rest = rest.dropFirst() }
            rest = rest.dropFirst()
        }
        return lines
    }

    private static func write(_ line: ArraySlice<UInt8>, to encoded: inout [UInt8]) {
        var width = 0
        for index in line.indices {
            let isLast = index == line.endIndex - 1
            let word = word(line[index], isLast: isLast)
            // Room stays for the `=` that says that the line goes on.
            if width + word.count > lineLimit - (isLast ? 0 : 1) {
                encoded += [UInt8(ascii: "="), 0x0D, 0x0A]
                width = 0
            }
            encoded += word
            width += word.count
        }
        encoded += [0x0D, 0x0A]
    }

    /// A blank at the end of a line would be lost on the way.
    private static func word(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        if isPlain || byte.isBlank && !isLast { return [byte] }
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
