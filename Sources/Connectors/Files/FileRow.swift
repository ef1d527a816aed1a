/// One row of a file that can be read.
public struct FileRow: Sendable {
    /// What it says.
    public let item: Item
    /// The name of what it is about, unique in its source; nil when the connector does not tell.
    public let record: String?
    let line: FileLine

    /// The number of its first line in the file.
    public var number: Int { line.number }
    /// Bytes of it.
    public var size: Int { line.bytes.count }

    /// The key of the row when its record has changed so often, from 1: texts that are ordered as the versions are.
    ///
    /// A row without a record has one key for good.
    public func key(version: Int) -> String {
        record.map { Self.key(of: $0, version: version) } ?? item.key
    }

    /// Four digits, so that of two events at one time the newer version's comes later.
    static func key(of record: String, version: Int) -> String {
        let digits = String(version)
        return "\(record):\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)"
    }
}

/// What stands next in a file.
public enum FileEntry: Sendable {
    case row(FileRow)
    case rejected(FileReject)
}
