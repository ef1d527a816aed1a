/// A place in bytes that are read from front to back.
struct ByteCursor {
    private let bytes: [UInt8]
    private(set) var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether all bytes are read.
    var isAtEnd: Bool { index >= bytes.count }

    /// The next byte, which stays.
    var peek: UInt8? { isAtEnd ? nil : bytes[index] }

    /// Reads one byte.
    mutating func next() -> UInt8? {
        guard !isAtEnd else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    /// Reads `byte` if it is the next one.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    /// Reads two hexadecimal digits; nothing when they are not there.
    mutating func hexByte() -> UInt8? {
        guard index + 1 < bytes.count, let high = bytes[index].hexDigit, let low = bytes[index + 1].hexDigit else {
            return nil
        }
        index += 2
        return high << 4 | low
    }

    /// Reads spaces and tabs.
    mutating func skipBlanks() {
        _ = take(while: \.isBlank)
    }

    /// Reads bytes while they are fit.
    mutating func take(while isFit: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count, isFit(bytes[index]) { index += 1 }
        return bytes[start..<index]
    }
}

extension UInt8 {
    /// What it counts as a hexadecimal digit in any case; nil when it is none.
    fileprivate var hexDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}

extension String {
    /// Without spaces, tabs and line breaks at both ends.
    var trimmed: String {
        let isSpace = { (byte: UInt8) in byte.isBlank || byte == 0x0A || byte == 0x0D }
        let end = utf8.reversed().drop(while: isSpace).count
        return String(decoding: Array(utf8.prefix(end).drop(while: isSpace)), as: UTF8.self)
    }
}
