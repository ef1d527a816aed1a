/// A map's key as it is compared: numbers by what they count, so that `1`, `1u` and `1.0` are one key.
struct MapKey: Hashable {
    let words: Words
    /// The string, where the words do not hold all of it.
    let longText: Text?

    /// The key that `value` denotes, or nil for a value that can be none.
    init?(_ value: Value) {
        switch value {
        case .bool(let flag): self.init(Words(.bool, flag ? 1 : 0))
        case .int(let number): self.init(Words(.int, UInt64(bitPattern: number)))
        case .uint(let number): self.init(number)
        case .double(let number):
            if let whole = Int64(exactly: number) {
                self.init(Words(.int, UInt64(bitPattern: whole)))
            } else if let whole = UInt64(exactly: number) {
                self.init(whole)
            } else {
                return nil
            }
        case .wide: self.init(value.plain)
        case .string(let text): self.init(text)
        default: return nil
        }
    }

    /// The key that a string denotes.
    init(_ text: Text) {
        words = Words(text)
        longText = words.isWhole ? nil : text
    }

    private init(_ number: UInt64) { self.init(Words(number <= UInt64(Int64.max) ? .int : .uint, number)) }

    private init(_ words: Words) {
        self.words = words
        longText = nil
    }
}

extension MapKey {
    /// Two machine words that tell keys apart: whole for numbers and for strings of at most 15 bytes.
    struct Words: Hashable, BitwiseCopyable {
        /// What a key is, in the first byte; a short string has its length there.
        enum Kind: UInt64 {
            case longString = 0xF0
            case bool = 0xF1
            case int = 0xF2
            /// Only above `Int64.max`.
            case uint = 0xF3
        }

        let first: UInt64
        let second: UInt64

        init(_ kind: Kind, _ second: UInt64) {
            first = kind.rawValue << 56
            self.second = second
        }

        init(_ text: Text) {
            (first, second) = text.withBytes { bytes in
                bytes.count <= 15 ? Self.spelled(bytes) : Self.digest(bytes)
            }
        }

        /// Whether equal words are equal keys.
        var isWhole: Bool { first >> 56 != Kind.longString.rawValue }

        private static func spelled(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64) {
            var first = UInt64(bytes.count)
            var second: UInt64 = 0
            for index in 0..<7 { first = first << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
            for index in 7..<max(7, bytes.count) { second = second << 8 | UInt64(bytes[index]) }
            return (first, second)
        }

        /// Seeded, so that nobody can send keys that all fall together.
        private static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64) {
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
            let first = Kind.longString.rawValue << 56 | UInt64(truncatingIfNeeded: bytes.count) & 0xFFFF_FFFF
            return (first, UInt64(bitPattern: Int64(hasher.finalize())))
        }

        /// Where a table begins to look for this key.
        var hashed: UInt64 {
            let product = (first ^ Self.seed).multipliedFullWidth(by: second &* 2 ^ Self.otherSeed | 1)
            return product.high ^ product.low
        }

        private static let seed = UInt64.random(in: .min ... .max)
        private static let otherSeed = UInt64.random(in: .min ... .max)
    }
}

/// A string key prepared for looking up: field names of an expression are, once, when it is compiled.
struct FieldName: Sendable {
    let text: Text
    let words: MapKey.Words

    init(_ name: String) { self.init(Text(name)) }

    init(_ text: Text) {
        self.text = text
        words = MapKey.Words(text)
    }
}
