import Core

/// Writes a header of a mail: one line of ASCII, folded, with encoded words for everything else (RFC 5322, RFC 2047).
enum HeaderText {
    /// Bytes of a line, without its end (RFC 5322, section 2.1.1).
    static let lineLimit = 78
    /// Bytes of text in one encoded word: with `=?utf-8?b?` and `?=` it keeps within a line.
    private static let wordBytes = 36

    /// The header with its line end.
    ///
    /// Whatever breaks lines becomes a space: nothing that is filled in can begin a header of its own.
    static func line(_ name: String, _ text: String) -> [UInt8] {
        let text = oneLine(text)
        return folded(name, (isPlain(text) ? plainWords(text) : nil) ?? encodedWords(text))
    }

    /// Spaces at the ends would be lost, and what looks encoded would be decoded.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && text.utf8.first != 0x20 && text.utf8.last != 0x20
    }

    private static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isBreak = scalar.properties.generalCategory == .control || ["\u{2028}", "\u{2029}"].contains(scalar)
            line.append(isBreak ? " " : scalar)
        }
        return String(line)
    }

    /// Words with the spaces before them; nil when one is too long for a line.
    private static func plainWords(_ text: String) -> [[UInt8]]? {
        var words: [[UInt8]] = [[]]
        for byte in text.utf8 {
            if byte == 0x20, let last = words.last?.last, last != 0x20 { words.append([]) }
            words[words.count - 1].append(byte)
        }
        return words.allSatisfy { $0.count < lineLimit - 1 } ? words : nil
    }

    private static func encodedWords(_ text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            if piece.count + bytes.count > wordBytes {
                words.append(encoded(piece, isFirst: words.isEmpty))
                piece = []
            }
            piece += bytes
        }
        return words + [encoded(piece, isFirst: words.isEmpty)]
    }

    private static func encoded(_ bytes: [UInt8], isFirst: Bool) -> [UInt8] {
        Array("\(isFirst ? "" : " ")=?utf-8?b?\(Base64.encode(bytes))?=".utf8)
    }

    /// A line break goes before a space, where a line would become too long; the one before the first word too.
    private static func folded(_ name: String, _ words: [[UInt8]]) -> [UInt8] {
        var text = Array("\(name):".utf8)
        var width = text.count
        for (index, word) in words.enumerated() {
            let word = index == 0 ? [0x20] + word : word
            if width + word.count > lineLimit {
                text += [0x0D, 0x0A]
                width = 0
            }
            text += word
            width += word.count
        }
        return text + [0x0D, 0x0A]
    }
}
