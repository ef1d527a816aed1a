import Connectors
import Core
import Crypto
import Store

/// How far the last file of a source was taken.
///
/// A file may hold several rows about one record, of which the last one holds. When it comes again, or goes on where it was
/// stopped, the others are no news, though they say something else than is known.
struct TakenFile: Sendable, Equatable {
    /// SHA-256 in hex of the file and of what it is read by.
    let digest: String
    /// The number of the last line that was taken.
    var line = 0

    /// Bytes read at once.
    private static let chunk = 256 * 1024

    /// Of a file that nothing is taken of yet; nil when it cannot be read.
    ///
    /// It is read, and then again at its beginning.
    init?(_ file: InputFile, of source: Source) {
        var hash = SHA256()
        hash.update(data: Array("\(source.connector.label)\n\(JSON.object(source.config).text)\n".utf8))
        while true {
            guard let bytes = file.read(upTo: Self.chunk) else { return nil }
            if bytes.isEmpty { break }
            hash.update(data: bytes)
        }
        guard file.rewind() else { return nil }
        digest = Hex.encode(hash.finalize())
    }

    private init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let line = Int(words[1]) else { return nil }
        digest = String(words[0])
        self.line = line
    }

    /// The same file, taken as far as it was when it came last.
    func found(in tx: any StoreReading, source: String) throws(StoreError) -> TakenFile {
        let last = try tx.cursor(Self.cursor(of: source)).flatMap { TakenFile($0.value) }
        return last.flatMap { $0.digest.hasSameBytes(as: digest) ? $0 : nil } ?? self
    }

    func save(to tx: any StoreTransaction, source: String, at now: Timestamp) throws(StoreError) {
        try tx.save(Cursor(name: Self.cursor(of: source), value: "\(digest) \(line)", at: now))
    }

    private static func cursor(of source: String) -> String { "import:\(source)" }
}
