import Core

extension FileTable {
    /// What a file of rejects is called in the header: where in the original file the trouble is, and what.
    private static let titles = ["line", "column", "reason"]

    /// The first line of a file of rejects: the titles of the file and those of what is wrong.
    public var rejectHeader: [UInt8] {
        let titles = header.line.map { format.fields(of: FileLine(bytes: $0, number: 1)).map { Array($0.bytes) } }
        return joined((titles ?? header.titles.map { Array($0.utf8) }) + Self.titles.map { Array($0.utf8) })
    }

    /// A row of a file of rejects: its fields as they came, and what is wrong; put right, it can be imported.
    ///
    /// A row that does not fall into its fields stands in the first, whole. Card and social security numbers are replaced,
    /// as they would be in the journal.
    public func rejectLine(_ reject: FileReject) -> [UInt8] {
        let line = FileLine(bytes: Redaction.redact(reject.line.bytes).body, number: reject.line.number)
        var fields = reject.line.fault == nil ? format.fields(of: line).map { Array($0.bytes) } : []
        if fields.count != header.titles.count {
            fields = [line.bytes] + Array(repeating: [], count: max(0, header.titles.count - 1))
        }
        let told = [String(reject.place.line), String(reject.place.column), reject.reason]
        return joined(fields + told.map { encoded($0) })
    }

    /// A text in the file's encoding, of which only ASCII is the same in all.
    private func encoded(_ text: String) -> [UInt8] {
        format.charset == .utf8 ? Array(text.utf8) : text.unicodeScalars.map { $0.isASCII ? UInt8(ascii: $0) : 0x3F }
    }

    private func joined(_ fields: [[UInt8]]) -> [UInt8] {
        let delimiter = format.delimiter ?? UInt8(ascii: ",")
        var line = Array(fields.map { quoted($0, delimiter) }.joined(separator: [delimiter]))
        line.append(LineCutter.lineFeed)
        return line
    }

    private func quoted(_ field: [UInt8], _ delimiter: UInt8) -> [UInt8] {
        let quote = LineCutter.quote
        let needsQuotes = field.contains { $0 == delimiter || $0 == quote || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return field }
        return [quote] + field.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}
