import Connectors
import Core
import Store

/// How a row stands to what is known.
enum RowStanding: Sendable, Equatable {
    case new
    /// Its record is known and says something else; the version it becomes.
    case changed(version: Int)
    case unchanged

    /// The version of its record that a row becomes.
    var version: Int {
        if case .changed(let version) = self { version } else { 1 }
    }
}

extension StoreReading {
    /// How a row stands to what is stored.
    func standing(of row: FileRow, source: String) throws(StoreError) -> RowStanding {
        guard let record = row.record else {
            return try item(source: source, key: row.item.key) == nil ? .new : .unchanged
        }
        guard let known = try fileRecord(source: source, name: record) else { return .new }
        return known.digest.hasSameBytes(as: row.item.digest) ? .unchanged : .changed(version: known.version &+ 1)
    }
}

/// What a plan has seen of the file itself, which it does not store: so that the second row about a record is no new one.
///
/// Sixteen bytes for a row; hashes of 64 bits, since a plan may be mistaken once in a thousand million files.
struct SeenRows: Sendable {
    private var digests: [Int: UInt64] = [:]

    /// How a row stands to those before it, when it had this standing to what is stored.
    mutating func standing(of row: FileRow, stored: RowStanding) -> RowStanding {
        let digest = UInt64(row.item.digest.prefix(16), radix: 16) ?? 0
        let before = digests.updateValue(digest, forKey: ByteKey(row.record ?? row.item.key).hashValue)
        guard let before else { return stored }
        return before == digest ? .unchanged : .changed(version: stored.version &+ 1)
    }
}
