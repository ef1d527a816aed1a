/// What stands for each match: text, and groups as `\0` to `\9`; `\\` is a backslash.
struct Replacement: Sendable {
    private enum Part {
        case text([UInt8])
        case group(Int)
    }

    private let parts: [Part]
    /// The highest group that is named; nil when none is.
    let highestGroup: Int?

    /// Reads a replacement.
    init(_ text: Text) throws(PatternRefusal) {
        var parts: [Part] = []
        var plain: [UInt8] = []
        var bytes = text.string.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            switch bytes.next() {
            case UInt8(ascii: "\\"): plain.append(byte)
            case .some(let digit) where (0x30...0x39).contains(digit):
                if !plain.isEmpty { parts.append(.text(plain)) }
                parts.append(.group(Int(digit) - 0x30))
                plain = []
            default: throw PatternRefusal("in a replacement `\\` stands before a digit or another `\\`")
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
        highestGroup = parts.lazy.compactMap { if case .group(let number) = $0 { number } else { nil } }.max()
    }

    /// Why it does not go with a pattern of so many groups.
    func refusal(for pattern: Pattern) -> PatternRefusal? {
        guard let highestGroup, highestGroup > pattern.groupCount else { return nil }
        let count = pattern.groupCount
        return PatternRefusal("the replacement names group \(highestGroup), the regular expression has \(count)")
    }

    /// Pieces that are written for each match.
    var partCount: Int { parts.count }

    /// Bytes that stand for a match.
    func byteCount(_ groups: Pattern.Groups?) -> Int {
        parts.reduce(0) { count, part in
            switch part {
            case .text(let bytes): count + bytes.count
            case .group(let number): count + (groups?[number]?.count ?? 0)
            }
        }
    }

    /// Writes what stands for a match in `text`.
    func append(to output: inout [UInt8], _ groups: Pattern.Groups?, in text: Text) {
        for part in parts {
            switch part {
            case .text(let bytes): output += bytes
            case .group(let number):
                if let range = groups?[number] { text.append(range, to: &output) }
            }
        }
    }
}
