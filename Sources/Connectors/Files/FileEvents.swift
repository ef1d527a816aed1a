public import Core

extension FileTable {
    /// The events of a row, as they will be read from the journal.
    ///
    /// The journal holds no card or social security number; a row that cannot do without is rejected, and so is one that
    /// no rule takes.
    public func events(of row: FileRow) throws(FileReject) -> [Event] {
        let events = try events(ofPlain: row)
        let (bytes, count) = Redaction.redact(row.line.bytes)
        guard count > 0 else { return events }
        let redacted = try self.row(FileLine(bytes: bytes, number: row.number))
        let stored = try self.events(ofPlain: redacted)
        let isSame = row.record.map(ByteKey.init) == redacted.record.map(ByteKey.init)
        guard isSame, zip(events, stored).allSatisfy(Self.areAboutOne), events.count == stored.count else {
            throw FileReject("what tells whom it is about looks like a card or social security number", row.line)
        }
        return stored
    }

    /// A row that reads well and is not taken all the same, because of the account it is about.
    public func reject(_ row: FileRow, because reason: String) -> FileReject {
        reject(reason, row.line, field: rules.normalize.fieldOfAccount(row.item.bindings))
    }

    private func events(ofPlain row: FileRow) throws(FileReject) -> [Event] {
        let normalizer = Normalizer(
            source: source,
            rules: rules,
            item: row.item,
            webhook: webhook,
            recorded: webhook.received,
            full: .null
        )
        do throws(ReadFailure) {
            let (events, isTaken) = try normalizer.reading()
            if isTaken { return events }
        } catch {
            throw reject(error.reasonInData, row.line, field: error.field)
        }
        throw reject("no rule takes this row", row.line, field: rules.normalize.fieldAsked(row.item.bindings))
    }

    private static func areAboutOne(_ left: Event, _ right: Event) -> Bool {
        left.identifiers == right.identifiers && left.account == right.account
    }
}
