import Core

/// Finds bytes by libyaml's positions, which count code points.
struct CharacterOffsets {
    private let bytes: [UInt8]
    /// The byte at which each code point starts; empty when every code point is one byte.
    private let starts: [Int32]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        starts = isASCII ? [] : bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }.map(Int32.init)
    }

    /// A cursor at a position libyaml reported; at the end of the file when it lies beyond.
    func cursor(at mark: Mark) -> SourceCursor {
        let offset = starts.isEmpty ? mark.index : mark.index < starts.count ? Int(starts[mark.index]) : bytes.count
        return SourceCursor(bytes, offset: min(offset, bytes.count), place: SourcePlace(mark))
    }
}

extension SourcePlace {
    /// Where libyaml's position stands.
    init(_ mark: Mark) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }
}
