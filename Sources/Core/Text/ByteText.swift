import Glibc

/// Comparing text as UTF-8 bytes.
///
/// Swift's `String` compares by canonical equivalence and treats `"\r\n"` as one character; stores, signatures
/// and CEL compare bytes. Everything that decides by a string from outside goes through these.
extension String {
    /// Whether both strings have the same UTF-8 bytes.
    public func hasSameBytes(as other: String) -> Bool {
        let (left, right) = (self.utf8, other.utf8)
        guard left.count == right.count else { return false }
        let answer = left.withContiguousStorageIfAvailable { left in
            right.withContiguousStorageIfAvailable { right in Self.areSame(left, right) }
        }
        return (answer ?? nil) ?? left.elementsEqual(right)
    }

    private static func areSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = left.baseAddress, let second = right.baseAddress else { return left.isEmpty }
        return memcmp(first, second, left.count) == 0
    }

    /// Whether the UTF-8 bytes of this string come before those of `other` (code point order).
    @inlinable
    public func bytesPrecede(_ other: String) -> Bool {
        self.utf8.lexicographicallyPrecedes(other.utf8)
    }
}

/// A string that is equal, ordered and hashed by its UTF-8 bytes: the only kind that may be a key.
public struct ByteKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The text itself.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    public var description: String { text }

    /// Equal when the bytes are equal.
    public static func == (left: ByteKey, right: ByteKey) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// Ordered by bytes.
    public static func < (left: ByteKey, right: ByteKey) -> Bool {
        left.text.bytesPrecede(right.text)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
