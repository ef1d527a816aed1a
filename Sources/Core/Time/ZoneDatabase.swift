import Synchronization

/// The machine's time zones, read as they are asked for and kept.
///
/// An update of tzdata is seen by a new database.
public final class ZoneDatabase: Sendable {
    /// The release of tzdata, such as `2026b`, or `unknown`; it is written into every decision.
    public let version: String
    /// Bytes of the longest name.
    private static let nameLimit = 64
    private let directory: String
    private let kept = Mutex(Kept())

    /// Zones that were read.
    private struct Kept {
        var zones: [ByteKey: Zone] = [:]
        /// The zone last asked for, which most often is the next: to find it needs no hash.
        var last: Zone?
    }

    /// The zones in a folder of TZif files.
    public init(directory: String = "/usr/share/zoneinfo") {
        self.directory = directory
        version = Self.version(in: directory)
    }

    /// The zone of a name; nil when there is none, or the name is none, or the file cannot be read.
    ///
    /// Case matters.
    public func zone(_ name: String) -> Zone? {
        if let known = known(name) { return known }
        guard Self.isName(name), let zone = read(name) else { return name.hasSameBytes(as: "UTC") ? .utc : nil }
        kept.withLock { $0.zones[ByteKey(name)] = zone }
        return zone
    }

    /// The zone of a name that was read before; nil also for zones that nobody asked for yet.
    ///
    /// Touches no file.
    func known(_ name: String) -> Zone? {
        guard name.utf8.count <= Self.nameLimit else { return nil }
        return kept.withLock { kept in
            if let last = kept.last, Self.isName(name, of: last) { return last }
            guard let zone = kept.zones[ByteKey(name)] else { return nil }
            kept.last = zone
            return zone
        }
    }

    /// Whether a zone has this name, byte for byte.
    ///
    /// Names of zones are ASCII: what is canonically equal to one but has other bytes has more of them. So the quick
    /// comparison of strings will do.
    private static func isName(_ name: String, of zone: Zone) -> Bool {
        zone.name.utf8.count == name.utf8.count && zone.name == name
    }

    private func read(_ name: String) -> Zone? {
        FileBytes.read("\(directory)/\(name)", limit: ZoneRules.sizeLimit).flatMap { Zone(name: name, tzif: $0) }
    }

    /// Whether a name can only lead to a file inside the folder: words of letters, digits, `_`, `+` and `-`, with a
    /// slash between them.
    private static func isName(_ name: String) -> Bool {
        guard name.utf8.count <= nameLimit else { return false }
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
