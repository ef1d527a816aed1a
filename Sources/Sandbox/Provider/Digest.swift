import Core
import Crypto

/// Makes ids out of content, so that the same story gets the same ids whenever it is told.
struct Digests {
    /// Contents that are remembered; then counting begins anew under another epoch.
    private static let limit = 100_000

    private var counts: [String: Int] = [:]
    private var epoch = 0

    /// The digest of something that happens, in hex.
    ///
    /// Of several with the same content each gets its own: the second text to one person with the same words is another
    /// text.
    mutating func next(source: String, kind: String, content: [UInt8]) -> String {
        let plain = Self.hex(source: source, kind: kind, content: content)
        if counts.count >= Self.limit {
            counts = [:]
            epoch += 1
        }
        let count = (counts[plain] ?? 0) + 1
        counts[plain] = count
        return count == 1 && epoch == 0 ? plain : Self.hex(Array("\(plain):\(epoch):\(count)".utf8))
    }

    /// SHA-256 in hex.
    static func hex(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(data: bytes)) }

    private static func hex(source: String, kind: String, content: [UInt8]) -> String {
        hex(Array("\(source)\n\(kind)\n".utf8) + content)
    }
}
