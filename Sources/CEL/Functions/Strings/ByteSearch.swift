/// Finding bytes in bytes, in linear time whatever the input.
enum ByteSearch {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Needles up to this length are compared at every place; longer ones are searched with a table.
    private static let comparedLength = 8

    /// Where `needle` first stands in `bytes` from `start` on.
    static func first(_ needle: Bytes, in bytes: Bytes, from start: Int = 0) -> Int? {
        guard needle.count <= bytes.count - start else { return nil }
        if needle.isEmpty { return start }
        if needle.count > comparedLength { return tableSearch(needle, in: bytes, from: start) }
        var place = start
        while place <= bytes.count - needle.count {
            if bytes[place] == needle[0], matches(needle, bytes, at: place) { return place }
            place += 1
        }
        return nil
    }

    /// Where `needle` last stands in `bytes`, beginning at `limit` or before.
    static func last(_ needle: Bytes, in bytes: Bytes, upTo limit: Int) -> Int? {
        guard needle.count <= bytes.count else { return nil }
        if needle.count > comparedLength { return lastByTable(needle, in: bytes, upTo: limit) }
        var place = min(limit, bytes.count - needle.count)
        while place >= 0 {
            if matches(needle, bytes, at: place) { return place }
            place -= 1
        }
        return nil
    }

    private static func matches(_ needle: Bytes, _ bytes: Bytes, at place: Int) -> Bool {
        for index in 0..<needle.count where bytes[place + index] != needle[index] { return false }
        return true
    }

    /// Knuth, Morris and Pratt: no byte of the text is looked at twice.
    private static func tableSearch(_ needle: Bytes, in bytes: Bytes, from start: Int) -> Int? {
        let fallback = fallbackTable(of: needle)
        var matched = 0
        for place in start..<bytes.count {
            while matched > 0, bytes[place] != needle[matched] { matched = fallback[matched - 1] }
            if bytes[place] == needle[matched] { matched += 1 }
            if matched == needle.count { return place - matched + 1 }
        }
        return nil
    }

    private static func lastByTable(_ needle: Bytes, in bytes: Bytes, upTo limit: Int) -> Int? {
        let fallback = fallbackTable(of: needle)
        var matched = 0
        var found: Int?
        for place in 0..<bytes.count {
            while matched > 0, bytes[place] != needle[matched] { matched = fallback[matched - 1] }
            if bytes[place] == needle[matched] { matched += 1 }
            guard matched == needle.count else { continue }
            if place - matched + 1 > limit { return found }
            found = place - matched + 1
            matched = fallback[matched - 1]
        }
        return found
    }

    private static func fallbackTable(of needle: Bytes) -> [Int] {
        var table = [Int](repeating: 0, count: needle.count)
        var matched = 0
        for place in 1..<needle.count {
            while matched > 0, needle[place] != needle[matched] { matched = table[matched - 1] }
            if needle[place] == needle[matched] { matched += 1 }
            table[place] = matched
        }
        return table
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Bytes before the code point of this index; nil when there are fewer code points.
    ///
    /// The index behind the last one is the length.
    func byteOffset(ofCodePoint wanted: Int) -> Int? {
        guard wanted >= 0, wanted <= count else { return nil }
        var seen = 0
        for place in indices where self[place] & 0xC0 != 0x80 {
            if seen == wanted { return place }
            seen += 1
        }
        return seen == wanted ? count : nil
    }

    /// Code points before this byte.
    func codePoints(before offset: Int) -> Int {
        self[..<offset].count { $0 & 0xC0 != 0x80 }
    }

    /// The text of a range of bytes.
    func text(_ range: Range<Int>) -> Text {
        Text(String(decoding: self[range], as: UTF8.self))
    }
}
