import Core

/// Keeps a copy of a file that is imported, and its rejects beside it, one folder for each source.
///
/// Card and social security numbers are replaced on the way, as in the journal.
struct Archive: Sendable {
    /// Bytes that wait for the end of their line.
    private static let lineLimit = 1024 * 1024
    /// Bytes of a file's name.
    private static let nameLimit = 180

    private let folder: String
    private let name: String
    private let copy: OutputFile
    private var rejects: OutputFile?
    private var rest: [UInt8] = []

    /// A copy below the folder of all archives; nil when it cannot be written.
    init?(in root: String, source: String, file: String, at time: Timestamp) {
        folder = "\(root)/\(source)"
        guard Disk.makeFolder(folder), let copy = OutputFile(in: folder) else { return nil }
        self.copy = copy
        let digits = time.description.utf8.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "Z") }
            .filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        name = "\(String(decoding: digits, as: UTF8.self))Z-\(Self.safe(file))"
    }

    /// The last part of a path, as a name that stands for nothing else anywhere.
    static func safe(_ path: String) -> String {
        let bytes = Disk.name(of: path).utf8.map { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") ? 0x5F : $0 }
        let name = String(decoding: bytes.suffix(nameLimit), as: UTF8.self)
        return name.isEmpty ? "file" : name
    }

    /// Adds the next bytes of the file; false when they cannot be written.
    mutating func take(_ bytes: [UInt8]) -> Bool {
        rest += bytes
        let end = rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return write(end == 0 && rest.count > Self.lineLimit ? rest.count : end)
    }

    private mutating func write(_ count: Int) -> Bool {
        guard count > 0 else { return true }
        let bytes = Redaction.redact(Array(rest[..<count])).body
        rest.removeFirst(count)
        return copy.write(bytes)
    }

    /// Adds lines to the file of rejects, which begins with `header`; false when they cannot be written.
    mutating func reject(_ lines: [UInt8], header: [UInt8]) -> Bool {
        if let rejects { return rejects.write(lines) }
        rejects = OutputFile(in: folder)
        return rejects?.write(header + lines) ?? false
    }

    /// Makes all of it durable; gives the name of the copy, unless none is kept, and the path of the file of rejects.
    mutating func commit(keepingCopy: Bool) throws(ImportError) -> (copy: String?, rejects: String?) {
        guard write(rest.count) else { throw .archive }
        var names: (copy: String?, rejects: String?)
        if keepingCopy {
            names.copy = copy.commit(as: name)
            guard names.copy != nil else { throw .archive }
        }
        if let rejects {
            guard let name = rejects.commit(as: "\(names.copy ?? name).rejected.csv") else { throw .archive }
            names.rejects = "\(folder)/\(name)"
        }
        return names
    }
}
