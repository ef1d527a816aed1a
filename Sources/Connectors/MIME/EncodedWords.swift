import Core

/// Text of headers beyond ASCII, such as `=?utf-8?q?R=C3=A9ponse?=` (RFC 2047).
enum EncodedWords {
    /// Words of one header that are decoded; the rest stands as it came.
    private static let wordLimit = 1000

    /// The text, decoded.
    ///
    /// Blanks between two encoded words belong to neither. A word that is malformed or in an unknown encoding stays as it is.
    static func decode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var decoded = ""
        var plain = 0
        var index = 0
        var words = 0
        while words < wordLimit, let start = bytes[index...].firstIndex(of: UInt8(ascii: "=")) {
            guard let word = EncodedWord(bytes[start...]) else {
                index = start + 1
                continue
            }
            let between = bytes[plain..<start]
            if words == 0 || !between.allSatisfy(\.isBlank) { decoded += String(decoding: between, as: UTF8.self) }
            decoded += word.text
            index = word.end
            plain = word.end
            words += 1
        }
        return decoded + String(decoding: bytes[plain...], as: UTF8.self)
    }
}

/// One encoded word: `=?charset?encoding?text?=`.
private struct EncodedWord {
    /// Bytes of one word; the standard has 75, and senders do not keep to it.
    private static let sizeLimit = 1024

    let text: String
    /// Where what follows begins.
    let end: Int

    /// The word at the beginning of `bytes`; nil when there is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        let head = bytes.prefix(Self.sizeLimit)
        guard head.starts(with: "=?".utf8) else { return nil }
        var parts: [ArraySlice<UInt8>] = []
        var rest = head.dropFirst(2)
        for _ in 0..<3 {
            let part = rest.prefix { $0 != UInt8(ascii: "?") && $0 > 0x20 }
            rest = rest.dropFirst(part.count)
            guard rest.first == UInt8(ascii: "?") else { return nil }
            parts.append(part)
            rest = rest.dropFirst()
        }
        guard rest.first == UInt8(ascii: "="), let decoded = Self.decode(parts[2], parts[1]) else { return nil }
        // A language may stand behind the charset (RFC 2231 section 5).
        let charset = String(decoding: parts[0].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
        text = Charset.text(of: decoded, named: charset)
        end = rest.startIndex + 1
    }

    private static func decode(_ text: ArraySlice<UInt8>, _ encoding: ArraySlice<UInt8>) -> [UInt8]? {
        switch String(decoding: encoding, as: UTF8.self).lowercased() {
        case "q": TransferEncoding.quotedPrintable(text.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 })
        case "b": TransferEncoding.base64(text)
        default: nil
        }
    }
}
