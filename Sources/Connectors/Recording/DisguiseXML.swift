import Core

extension Disguise {
    /// A document of XML, byte for byte as it is but for texts and values of attributes that are replaced; nil when it
    /// is none.
    mutating func xml(_ bytes: [UInt8], depth: Int) -> [UInt8]? {
        do throws(XMLFailure) {
            _ = try XMLDocument.parse(bytes)
        } catch {
            return nil
        }
        var (out, place, name) = ([UInt8](), 0, "")
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "<") {
                let end = Self.tagEnd(in: bytes, from: place)
                let tag = Array(bytes[place..<end])
                if let element = Self.element(tag) { name = element }
                out += tag.starts(with: "<![CDATA[".utf8) ? section(tag, named: name, depth: depth) : self.tag(tag)
                place = end
            } else {
                let end = bytes[place...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                out += text(Array(bytes[place..<end]), named: name, depth: depth)
                place = end
            }
        }
        return out
    }

    private mutating func text(_ bytes: [UInt8], named name: String, depth: Int) -> [UInt8] {
        guard bytes.contains(where: { $0 > 0x20 }) else { return bytes }
        let text = Self.unescaped(String(decoding: bytes, as: UTF8.self))
        let new = nested(text, named: name, depth: depth + 1)
        return new.hasSameBytes(as: text) ? bytes : Array(Self.escaped(new).utf8)
    }

    private mutating func section(_ bytes: [UInt8], named name: String, depth: Int) -> [UInt8] {
        let text = String(decoding: bytes.dropFirst(9).dropLast(3), as: UTF8.self)
        return Array("<![CDATA[".utf8) + nested(text, named: name, depth: depth + 1).utf8 + Array("]]>".utf8)
    }

    /// Values of attributes; those that name spaces and types stay.
    private mutating func tag(_ bytes: [UInt8]) -> [UInt8] {
        var (out, place) = ([UInt8](), 0)
        while place < bytes.count {
            let byte = bytes[place]
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), bytes.first == UInt8(ascii: "<"),
                bytes.count > 1, LeafText.isWordByte(bytes[1]),
                let end = bytes[(place + 1)...].firstIndex(of: byte)
            else {
                out.append(byte)
                place += 1
                continue
            }
            let name = Self.attribute(before: place, in: bytes)
            let value = Array(bytes[(place + 1)..<end])
            let stays = name.hasPrefix("xmlns") || name.hasSuffix("type") || name.hasPrefix("xsi:")
            out += [byte] + (stays ? value : text(value, named: name, depth: Self.depthLimit)) + [byte]
            place = end + 1
        }
        return out
    }

    private static func attribute(before place: Int, in bytes: [UInt8]) -> String {
        let head = bytes[..<place].dropLast(while: { $0 == UInt8(ascii: "=") || $0 <= 0x20 })
        let name = head.reversed().prefix { $0 > 0x20 }.reversed()
        return String(decoding: name, as: UTF8.self)
    }

    /// The name of the element that a start tag opens, without its namespace; nil for other tags.
    private static func element(_ tag: [UInt8]) -> String? {
        guard tag.count > 1, LeafText.isWordByte(tag[1]) || tag[1] == UInt8(ascii: "_") else { return nil }
        let name = tag.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        return name.split(separator: UInt8(ascii: ":")).last.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Behind the end of the tag, comment or section that begins here.
    private static func tagEnd(in bytes: [UInt8], from start: Int) -> Int {
        let ends = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
        for (begin, end) in ends where bytes[start...].starts(with: begin.utf8) {
            return bytes[start...].firstRange(of: Array(end.utf8))?.upperBound ?? bytes.count
        }
        var quote: UInt8?
        for place in start..<bytes.count {
            let byte = bytes[place]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return place + 1
            }
        }
        return bytes.count
    }

    private static let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]

    private static func unescaped(_ text: String) -> String {
        entities.reduce(numbersUnescaped(text)) { $0.replacing($1.0, with: $1.1) }
    }

    /// `&#246;` and `&#xF6;`, but for those of markup, which the names say.
    private static func numbersUnescaped(_ text: String) -> String {
        var parts = text.split(separator: "&#", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices.dropFirst() {
            let digits = parts[index].prefix { $0 != ";" }
            let number = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let scalar = number.flatMap(Unicode.Scalar.init), digits.endIndex < parts[index].endIndex else {
                parts[index] = "&#" + parts[index]
                continue
            }
            let entity = entities.first { $0.1 == String(scalar) }?.0
            parts[index] = (entity ?? String(scalar)) + parts[index].dropFirst(digits.count + 1)
        }
        return parts.joined()
    }

    private static func escaped(_ text: String) -> String {
        entities.reversed().reduce(text) { $0.replacing($1.1, with: $1.0) }
    }
}

extension Collection where Self: BidirectionalCollection {
    /// Without the elements at the end that fit.
    fileprivate func dropLast(while fits: (Element) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, fits(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
