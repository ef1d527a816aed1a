import Synchronization

/// The machine's time zones, read as they are asked for and kept.
///
/// An update of tzdata is seen by a new database.
public final class ZoneDatabase: Sendable {
    /// The release of tzdata, such as `2026b`, or `unknown`; it is written into every decision.
    public let version: String
    private let directory: String
    private let zones = Mutex<[ByteKey: Zone]>([:])

    /// The zones in a folder of TZif files.
    public init(directory: String = "/usr/share/zoneinfo") {
        self.directory = directory
        version = Self.version(in: directory)
    }

    /// The zone of a name; nil when there is none, or the name is none, or the file cannot be read.
    ///
    /// Case matters.
    public func zone(_ name: String) -> Zone? {
        if let known = zones.withLock({ $0[ByteKey(name)] }) { return known }
        guard Self.isName(name), let zone = read(name) else { return name.hasSameBytes(as: "UTC") ? .utc : nil }
        zones.withLock { $0[ByteKey(name)] = zone }
        return zone
    }

    private func read(_ name: String) -> Zone? {
        FileBytes.read("\(directory)/\(name)", limit: ZoneRules.sizeLimit).flatMap { Zone(name: name, tzif: $0) }
    }

    /// Whether a name can only lead to a file inside the folder: words of letters, digits, `_`, `+` and `-`, with a
    /// slash between them.
    private static func isName(_ name: String) -> Bool {
        guard name.utf8.count <= 64 else { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty && word.allSatisfy(isNameByte)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: [UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte)
        }
    }

    /// From the first line of `tzdata.zi` (`# version 2026b`) or from `+VERSION`.
    private static func version(in directory: String) -> String {
        let prefix = "# version "
        if let line = firstLine(of: "\(directory)/tzdata.zi"), line.hasPrefix(prefix) {
            return String(line.dropFirst(prefix.count))
        }
        return firstLine(of: "\(directory)/+VERSION") ?? "unknown"
    }

    private static func firstLine(of path: String) -> String? {
        guard let line = FileBytes.read(path, limit: 1024 * 1024)?.prefix(while: { $0 != 0x0A }) else { return nil }
        let isPlain = (1...64).contains(line.count) && line.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain ? String(decoding: line, as: UTF8.self) : nil
    }
}
