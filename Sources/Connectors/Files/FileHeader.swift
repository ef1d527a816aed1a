import Core

/// Which field of a file's lines is which column.
struct FileHeader: Sendable {
    /// A column and its place among the fields; nil for one that the file does not have.
    struct Place: Sendable {
        let column: FileColumn
        let field: Int?
    }

    /// The line itself; none where fields are at places of their own.
    let line: [UInt8]?
    /// What the file calls its fields.
    let titles: [String]
    /// The columns of items, in order.
    let columns: [Place]

    /// Of a file that needs no header.
    init(fixed columns: [FileColumn]) {
        line = nil
        titles = columns.map(\.name)
        self.columns = columns.enumerated().map { Place(column: $0.element, field: $0.offset) }
    }

    /// Reads the header of a delimited file.
    init(_ line: FileLine, _ format: FileFormat) throws(FileFailure) {
        if let fault = line.fault { throw FileFailure(fault.reason, at: fault.place) }
        let fields = format.fields(of: line)
        guard fields.count <= FileFormat.fieldLimit else {
            throw FileFailure("the header has more than \(FileFormat.fieldLimit) columns", in: line)
        }
        var titles: [String] = []
        for field in fields {
            let place = line.place(of: field.offset, in: format.charset)
            let title = field.bytes.contains(0) ? nil : format.charset.strictText(of: field.bytes)?.trimmed
            guard let title else { throw FileFailure(.noText, at: place) }
            if !title.isEmpty, titles.contains(where: title.hasSameBytes) {
                throw FileFailure("`\(title)` is there twice", at: place)
            }
            titles.append(title)
        }
        self.line = line.bytes
        self.titles = titles
        columns = try Self.columns(titles, format, line)
    }

    private static func columns(
        _ titles: [String],
        _ format: FileFormat,
        _ line: FileLine
    ) throws(FileFailure) -> [Place] {
        guard let wanted = format.columns else {
            return try columns(titles, requiring: format.required, line)
        }
        let places = wanted.map { column in
            Place(column: column, field: titles.firstIndex(where: column.title.hasSameBytes))
        }
        try checkFound(places.first { $0.field == nil && $0.column.isRequired }?.column.title, titles, line)
        guard places.contains(where: { $0.field != nil }) else {
            throw FileFailure("the header has none of the connector's columns", in: line)
        }
        return places
    }

    /// All columns that have a title.
    private static func columns(
        _ titles: [String],
        requiring required: [String],
        _ line: FileLine
    ) throws(FileFailure) -> [Place] {
        let named = titles.enumerated().filter { !$0.element.isEmpty }
        guard !named.isEmpty else { throw FileFailure("the header names no column", in: line) }
        try checkFound(required.first { !titles.contains(where: $0.hasSameBytes) }, titles, line)
        return named.map { index, title in
            let isRequired = required.contains(where: title.hasSameBytes)
            return Place(column: FileColumn(name: title, title: title, isRequired: isRequired), field: index)
        }
    }

    private static func checkFound(_ missing: String?, _ titles: [String], _ line: FileLine) throws(FileFailure) {
        guard let missing else { return }
        throw FileFailure("the header has no `\(missing)`", in: line, hint: hint(missing, titles))
    }

    private static func hint(_ missing: String, _ titles: [String]) -> String? {
        let others: [(name: String, byte: UInt8)] = [(",", 0x2C), (";", 0x3B), ("tab", 0x09), ("|", 0x7C)]
        if titles.count == 1, let other = others.first(where: { titles[0].utf8.contains($0.byte) }) {
            return "is its delimiter `\(other.name)`? say so in the connector: `delimiter`"
        }
        let alike = titles.first { $0.lowercased() == missing.lowercased() }
        return (alike ?? Suggestion.nearest(to: missing, in: titles)).map { "it has `\($0)`" }
    }
}
