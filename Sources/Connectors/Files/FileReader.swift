public import Core

/// Reads a file for a source, as its bytes come: first the header, then row by row.
///
/// ```swift
/// reader.take(bytes)
/// while let entry = try reader.next() { … }
/// ```
public struct FileReader: Sendable {
    private let source: Source
    private let format: FileFormat
    private let webhook: RawWebhook
    private var cutter: LineCutter
    private var count = 0
    private var isEnded = false
    /// The file, once its header is read.
    public private(set) var table: FileTable?

    /// Of a file of this name; nil when the connector reads no files.
    public init?(source: Source, name: String, received: Timestamp) {
        self.init(.piece(of: name, source: source.name, received: received), of: source)
    }

    /// Of a file that came as a webhook, or of a piece of one; its body is not taken yet.
    init?(_ webhook: RawWebhook, of source: Source) {
        guard let format = source.connector.hook?.receive.file else { return nil }
        self.source = source
        self.format = format
        self.webhook = webhook
        cutter = LineCutter(delimiter: format.delimiter, charset: format.charset)
        if format.delimiter == nil {
            table = FileTable(webhook, header: FileHeader(fixed: format.columns ?? []), of: source)
        }
    }

    /// Takes the next bytes.
    public mutating func take(_ bytes: [UInt8]) { cutter.take(bytes) }

    /// No more bytes will come.
    public mutating func end() {
        isEnded = true
        cutter.end()
    }

    /// What stands next; nil when more bytes must come first, or none are left.
    /// - Throws: why nothing of it can be read.
    public mutating func next() throws(FileFailure) -> FileEntry? {
        while let line = cutter.next() {
            if line.bytes.isEmpty || isSkipped(line) { continue }
            guard let table else {
                table = FileTable(webhook, header: try FileHeader(line, format), of: source)
                continue
            }
            return entry(line, table)
        }
        if isEnded, table == nil { throw FileFailure("there is no header", at: SourcePlace(line: 1, column: 1)) }
        return nil
    }

    private mutating func entry(_ line: FileLine, _ table: FileTable) -> FileEntry {
        do throws(FileReject) {
            let row = try table.row(line, index: count)
            count += 1
            return .row(row)
        } catch {
            return .rejected(error)
        }
    }

    /// An empty line is none, and neither is one that begins as the connector says.
    private func isSkipped(_ line: FileLine) -> Bool {
        format.skipped.contains { line.bytes.starts(with: $0) } || line.bytes.allSatisfy { $0 == 0x20 }
    }
}
