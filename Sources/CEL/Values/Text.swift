import Core

/// A string of the expression language: equal, ordered and hashed by its UTF-8 bytes, which is code point order.
///
/// Swift's own `String` equality is canonical and would find `"caf\u{e9}"` and `"cafe\u{301}"` equal.
public struct Text: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text itself.
    public let string: String

    /// Wraps a text.
    public init(_ string: String) { self.string = string }

    /// Wraps a literal.
    public init(stringLiteral value: String) { string = value }

    /// Texts behind each other, of so many bytes in all.
    init(joining parts: UnsafeBufferPointer<Text>, size: Int) {
        string = String(unsafeUninitializedCapacity: size) { room in
            var end = 0
            for part in parts {
                part.withBytes { bytes in
                    let count = min(bytes.count, room.count - end)
                    _ = UnsafeMutableBufferPointer(rebasing: room[end..<end + count]).initialize(
                        from: bytes.prefix(count)
                    )
                    end += count
                }
            }
            return end
        }
    }

    /// The text itself.
    public var description: String { string }

    /// Length in UTF-8 bytes.
    public var byteCount: Int { string.utf8.count }

    /// Equal when the bytes are equal.
    public static func == (left: Text, right: Text) -> Bool {
        guard left.byteCount == right.byteCount else { return false }
        return left.withBytes { first in right.withBytes { second in first.hasSameBytes(as: second) } }
    }

    /// Ordered by bytes.
    public static func < (left: Text, right: Text) -> Bool { left.string.bytesPrecede(right.string) }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Lends the UTF-8 bytes for the time of `body`.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        string.utf8.withContiguousStorageIfAvailable(body)
            ?? Array(string.utf8).withUnsafeBufferPointer(body)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether both hold the same bytes; eight at a time.
    func hasSameBytes(as other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        let left = UnsafeRawBufferPointer(self)
        let right = UnsafeRawBufferPointer(other)
        var index = 0
        while index + 8 <= count {
            let first = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard first == right.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
            index += 8
        }
        while index < count {
            guard self[index] == other[index] else { return false }
            index += 1
        }
        return true
    }
}

extension Text {
    /// Length in code points, which is what CEL counts.
    var codePointCount: Int {
        withBytes { bytes in
            var count = 0
            for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }

    /// Whether every byte is ASCII, so that code points and bytes have the same indices.
    var isASCII: Bool {
        withBytes { bytes in bytes.allSatisfy { $0 < 0x80 } }
    }
}
