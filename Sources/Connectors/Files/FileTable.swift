import CEL
import Core

/// A file whose header has been read: how its lines become rows, and rows what the journal holds.
public struct FileTable: Sendable {
    let source: Source
    let rules: ItemRules
    let receive: ReceivePlan
    let format: FileFormat
    let header: FileHeader
    /// A piece of the file without its rows; of a webhook, itself.
    let webhook: RawWebhook
    /// What a request is made of; every row adds its item.
    private let bindings: Bindings

    /// Nil for a connector that reads no files.
    init?(_ webhook: RawWebhook, header: FileHeader, of source: Source) {
        guard let hook = source.connector.hook, let format = hook.receive.file else { return nil }
        self.source = source
        self.header = header
        self.format = format
        self.webhook = webhook
        (rules, receive) = (hook.rules, hook.receive)
        var bindings = hook.environment.bindings()
        RequestBindings.bind(webhook, config: source.config, now: webhook.received, to: &bindings)
        for name in ["json", "xml", "form"] { bindings[name] = .null }
        for name in ["form_pairs", "files"] { bindings[name] = .list([]) }
        self.bindings = bindings
    }

    /// The row of a line.
    func row(_ line: FileLine, index: Int = 0) throws(FileReject) -> FileRow {
        if let fault = line.fault { throw FileReject(fault.reason, line, at: fault.place) }
        let value = JSON.object(JSONObject(try members(of: line)))
        let digest = Hex.encode(HashAlgorithm.sha256.digest(value.sortedBytes))
        var bindings = bindings
        bindings["item"] = Value(value)
        let record = try name(format.record, "record", line, bindings)
        let key = webhook.isFile && record != nil ? nil : try name(receive.key, "key", line, bindings)
        let first = record.map { webhook.isFile ? FileRow.key(of: $0, version: 1) : digest }
        let item = Item(
            index: index,
            key: key ?? first ?? digest,
            digest: digest,
            value: value,
            bindings: bindings
        )
        return FileRow(item: item, record: record, line: line)
    }

    /// The texts of a line by the names of columns; a column that the file does not have is empty.
    private func members(of line: FileLine) throws(FileReject) -> [(String, JSON)] {
        let fields = format.fields(of: line)
        try checkCount(of: fields, in: line)
        var members: [(String, JSON)] = []
        members.reserveCapacity(header.columns.count)
        for place in header.columns {
            let name = place.column.name
            let value = if let index = place.field { try text(fields[index], name, line) } else { "" }
            if value.isEmpty, place.column.isRequired { throw reject("`\(name)` is empty", line, field: name) }
            members.append((name, .string(value)))
        }
        return members
    }

    private func checkCount(of fields: [LineField], in line: FileLine) throws(FileReject) {
        let count = header.titles.count
        guard fields.count != count else { return }
        let told = fields.count > FileFormat.fieldLimit ? "more than \(FileFormat.fieldLimit)" : String(fields.count)
        let end = fields.count > count ? fields[count].offset : line.bytes.count
        let place = line.place(of: end, in: format.charset)
        let noun = fields.count == 1 ? "field" : "fields"
        throw FileReject("the row has \(told) \(noun), and the header \(count)", line, at: place)
    }

    /// Blanks around a value do not count.
    private func text(_ field: LineField, _ name: String, _ line: FileLine) throws(FileReject) -> String {
        guard !field.bytes.contains(0), let text = format.charset.strictText(of: field.bytes) else {
            throw reject(.noText, line, field: name)
        }
        return text.trimmed
    }

    private func name(
        _ expression: Expression?,
        _ key: String,
        _ line: FileLine,
        _ bindings: Bindings
    ) throws(FileReject) -> String? {
        guard let expression else { return nil }
        do throws(ReadFailure) {
            let value = try expression.read(bindings)
            if let word = value.word, !word.isEmpty { return ItemReader.bounded(word) }
            throw ReadFailure("`\(key)` yields no text", in: expression.source, of: [expression])
        } catch {
            let failure = error.about(error.fieldNamed)
            throw reject(failure.reasonInData, line, field: failure.field)
        }
    }

    /// A reject at the place of a column.
    func reject(_ reason: String, _ line: FileLine, field: String?) -> FileReject {
        let place = header.columns.first { place in field.map(place.column.name.hasSameBytes) ?? false }
        return FileReject(reason, line, at: place.flatMap { self.place(of: $0, in: line) }, field: field)
    }

    /// Where a column stands, even if a line of fixed width is too short for it; nil when the file does not have it.
    private func place(of place: FileHeader.Place, in line: FileLine) -> SourcePlace? {
        guard format.delimiter != nil else {
            return SourcePlace(line: line.number, column: place.column.characters.lowerBound + 1)
        }
        let fields = format.fields(of: line)
        return place.field.flatMap { fields.indices.contains($0) ? fields[$0].offset : nil }
            .map { line.place(of: $0, in: format.charset) }
    }
}

extension JSON {
    /// Its bytes whatever the order of its members.
    fileprivate var sortedBytes: [UInt8] {
        guard case .object(let object) = self else { return bytes }
        let members = object.members.sorted { $0.name.bytesPrecede($1.name) }
        return JSON.object(JSONObject(members.map { ($0.name, $0.value) })).bytes
    }
}
