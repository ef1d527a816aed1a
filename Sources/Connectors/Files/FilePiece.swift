public import Core

extension RawWebhook {
    /// The method of a piece of a file, which no request over HTTP can have.
    private static let fileMethod = "FILE"

    /// Whether it is a piece of a file.
    public var isFile: Bool { method.hasSameBytes(as: Self.fileMethod) }

    /// A piece of a file that begins at a line of it.
    static func piece(
        of name: String,
        line: Int = 1,
        source: String,
        received: Timestamp,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) -> RawWebhook {
        RawWebhook(
            source: source,
            method: fileMethod,
            url: "file:\(FormText.encode(name))?line=\(line)",
            headers: headers,
            body: body,
            received: received
        )
    }
}

extension FileTable {
    /// Rows as the journal holds them: a small file of their own, with the header, that is read again by itself.
    ///
    /// `name` is that of the whole file.
    public func piece(of rows: [FileRow], name: String, received: Timestamp) -> RawWebhook {
        .piece(
            of: name,
            line: rows.first?.number ?? 1,
            source: source.name,
            received: received,
            headers: [(name: "content-type", value: format.contentType)],
            body: body(of: rows)
        )
    }

    fileprivate func body(of rows: [FileRow]) -> [UInt8] {
        let lines = (header.line.map { [$0] } ?? []) + rows.map(\.line.bytes)
        return Array(lines.joined(separator: [LineCutter.lineFeed]))
    }
}

extension Source {
    /// The rows of a file, or of a piece of one, as items.
    ///
    /// All of them or none: what the journal holds was read before.
    func rows(of webhook: RawWebhook) throws(ReadFailure) -> [Item] {
        try fileRows(of: webhook).rows.map(\.item)
    }

    /// A piece of a file with one row alone, to be kept with what is wrong with it; the piece itself when it has no such row.
    public func excerpt(of webhook: RawWebhook, row index: Int) -> RawWebhook {
        do throws(ReadFailure) {
            let (table, rows) = try fileRows(of: webhook)
            guard rows.indices.contains(index) else { return webhook }
            return RawWebhook(
                source: webhook.source,
                method: webhook.method,
                url: webhook.url,
                headers: webhook.headers,
                body: table.body(of: [rows[index]]),
                received: webhook.received,
                peer: webhook.peer
            )
        } catch {
            return webhook
        }
    }

    private func fileRows(of webhook: RawWebhook) throws(ReadFailure) -> (table: FileTable, rows: [FileRow]) {
        guard var reader = FileReader(webhook, of: self) else {
            throw ReadFailure(reason: "the connector reads no files")
        }
        reader.take(webhook.body)
        reader.end()
        var rows: [FileRow] = []
        do throws(FileFailure) {
            while let row = try reader.nextRow() {
                rows.append(row)
                guard rows.count > ItemReader.countLimit else { continue }
                throw FileFailure("there are too many rows", at: SourcePlace(line: row.number, column: 1))
            }
        } catch {
            throw ReadFailure(reason: error.description)
        }
        guard let table = reader.table else { throw ReadFailure(reason: "the file has no header") }
        return (table, rows)
    }
}

extension FileReader {
    /// The next row of a file all of whose rows must be good.
    fileprivate mutating func nextRow() throws(FileFailure) -> FileRow? {
        switch try next() {
        case nil: return nil
        case .row(let row)?: return row
        case .rejected(let reject)?: throw FileFailure(reject.reason, at: reject.place)
        }
    }
}
