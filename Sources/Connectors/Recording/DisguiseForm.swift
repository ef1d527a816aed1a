import Core

extension Disguise {
    /// Pairs as in a form or a query; a pair that stays is written as it was.
    mutating func form(_ bytes: [UInt8], depth: Int) -> [UInt8] {
        let pairs = bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { pair in
            guard let decoded = FormText.pairs(pair).first, !decoded.value.isEmpty else { return Array(pair) }
            let new = nested(decoded.value, named: decoded.name, depth: depth + 1)
            guard !new.hasSameBytes(as: decoded.value) else { return Array(pair) }
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            return Array(name) + [UInt8(ascii: "=")] + Array(FormText.encode(new).utf8)
        }
        return Array(pairs.joined(separator: [UInt8(ascii: "&")]))
    }

    /// A URL: scheme, and the host unless it is fixed, stay; path and query are disguised.
    mutating func url(_ text: String, depth: Int) -> String {
        if let pair = fixed.first(where: { text.hasPrefix($0.original) }) {
            let rest = String(text.dropFirst(pair.original.count))
            return pair.replacement + target(rest, depth: depth)
        }
        let bytes = Array(text.utf8)
        guard let colon = text.firstRange(of: "://") else { return leaf(text, named: "") }
        let start = text.utf8.distance(from: text.startIndex, to: colon.upperBound)
        let end = bytes[start...].firstIndex { "/?#".utf8.contains($0) } ?? bytes.count
        let host = String(decoding: bytes[start..<end], as: UTF8.self)
        let rest = String(decoding: bytes[end...], as: UTF8.self)
        return String(decoding: bytes[..<start], as: UTF8.self) + leaf(host, named: "") + target(rest, depth: depth)
    }

    /// Path, query and fragment.
    mutating func target(_ text: String, depth: Int) -> String {
        let bytes = Array(text.utf8)
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        let segments = bytes[..<mark].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            segment in
            let decoded = FormText.pairs(
                [UInt8(ascii: "=")] + segment.flatMap { $0 == UInt8(ascii: "+") ? Array("%2B".utf8) : [$0] }
            )
            guard let value = decoded.first?.value, !value.isEmpty else { return Array(segment) }
            let new = leaf(value, named: "")
            return new.hasSameBytes(as: value) ? Array(segment) : Array(FormText.encode(new).utf8)
        }
        let path = Array(segments.joined(separator: [UInt8(ascii: "/")]))
        let query = mark < bytes.count ? [UInt8(ascii: "?")] + form(Array(bytes[(mark + 1)...]), depth: depth) : []
        return String(decoding: path + query, as: UTF8.self)
    }
}
