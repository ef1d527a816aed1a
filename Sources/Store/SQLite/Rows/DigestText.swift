import Core

/// A key or digest as stored: 64 lower-case hexadecimal digits, as a SHA-256 is written, become 32 bytes.
///
/// The index over keys is what an append pays most for. A blob never equals a text, so no two keys become one.
struct DigestText: Bindable {
    private static let length = 64
    let text: String

    init(_ text: String) {
        self.text = text
    }

    func bind(to statement: Statement, at place: Int32) {
        if let bytes = packed { statement.bind(bytes, at: place) } else { statement.bind(text, at: place) }
    }

    private var packed: [UInt8]? {
        guard text.utf8.count == Self.length else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length / 2)
        var high: UInt8?
        for letter in text.utf8 {
            guard let digit = Self.value(of: letter) else { return nil }
            if let first = high.take() { bytes.append(first << 4 | digit) } else { high = digit }
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): letter - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension Row {
    /// A key or digest as ``DigestText`` writes it.
    mutating func digestText() -> String {
        isBlob ? Hex.encode(bytes()) : text()
    }
}
