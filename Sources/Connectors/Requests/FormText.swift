import Core

/// `application/x-www-form-urlencoded` (WHATWG URL, section 5), which is also how queries are written.
enum FormText {
    /// Names and values in order, duplicates kept.
    ///
    /// Bytes that are not UTF-8 become U+FFFD.
    static func pairs(_ bytes: some Collection<UInt8>) -> [(name: String, value: String)] {
        bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            return (decode(name), decode(pair.dropFirst(name.count + 1)))
        }
    }

    /// The query of a URL, without its fragment.
    static func query(of url: String) -> [(name: String, value: String)] {
        let target = url.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return pairs(target[target.index(after: mark)...])
    }

    /// Pairs as text, in order.
    static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    /// One name or value: letters, digits and `*-._` stay, a space becomes `+`.
    static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                out.append(byte)
            case 0x20: out.append(UInt8(ascii: "+"))
            default: out += "%\(Hex.encode([byte]).uppercased())".utf8
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func decode(_ bytes: some Collection<UInt8>) -> String {
        let source = Array(bytes)
        var out: [UInt8] = []
        out.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let byte = hexByte(source[(index + 1)...(index + 2)])
            {
                out.append(byte)
                index += 3
            } else {
                out.append(source[index] == UInt8(ascii: "+") ? 0x20 : source[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func hexByte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        Hex.decode(String(decoding: digits, as: UTF8.self))?.first
    }
}
