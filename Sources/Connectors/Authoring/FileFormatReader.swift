import CEL
import Core
import YAML

/// Reads how files are written, which `receive` tells where it decodes `csv` or `fixed`.
struct FileFormatReader {
    let author: Author
    let scopes: HookScopes
    /// `receive`.
    let reader: MappingReader

    private static let delimiters = [",": 0x2C, ";": 0x3B, "\t": 0x09, "tab": 0x09, "|": 0x7C] as [String: UInt8]
    /// Bytes of a column's name.
    private static let nameLimit = 128
    /// Characters of a line of fixed width.
    private static let places = 1...LineCutter.sizeLimit

    /// Nil where no files are read, or beside a problem.
    func read(_ decoding: Decoding) -> FileFormat? {
        guard decoding.isFile else { return nil }
        for key in ["split", "charsets", "enrich"] {
            guard reader.optional(key) != nil, let place = reader.key(key) else { continue }
            author.problems.add("bad-value", "rows are the items: there is no `\(key)`", at: place)
        }
        let layout = decoding == .fixed ? FileFormat.Layout.fixed : .delimited(delimiter())
        let columns = decoding == .fixed ? fixedColumns() : delimitedColumns()
        let required = reader.texts("required")
        checkNames(required, among: columns)
        return FileFormat(
            layout: layout,
            charset: charset(),
            columns: columns?.map { column in
                var column = column
                column.isRequired = required.contains { $0.text.hasSameBytes(as: column.name) }
                return column
            },
            required: required.map(\.text),
            skipped: reader.strings("skip").filter { !$0.isEmpty }.map { Array($0.utf8) },
            record: author.expression(reader.text("record"), in: scopes.item(FileFormat.itemType(of: columns)))
        )
    }

    private func delimiter() -> UInt8 {
        guard let text = reader.text("delimiter") else { return UInt8(ascii: ",") }
        if let byte = Self.delimiters[text.text] { return byte }
        let hint = "one of: `,`, `;`, `|`, `tab`"
        author.problems.add("bad-value", "`delimiter` cannot be `\(text.text)`", hint: hint, at: text)
        return UInt8(ascii: ",")
    }

    private func charset() -> Charset {
        guard let text = reader.text("encoding") else { return .utf8 }
        if let charset = Charset(text.text) { return charset }
        let hint = "one of: utf-8, windows-1252, iso-8859-1, iso-8859-15, cp850"
        author.problems.add("bad-value", "`encoding` cannot be `\(text.text)`", hint: hint, at: text)
        return .utf8
    }

    /// `{TITLE: NAME}`, or a list of names that are their own titles.
    private func delimitedColumns() -> [FileColumn]? {
        guard let node = reader.optional("columns") else { return nil }
        if let elements = node.elements {
            return distinct(elements.compactMap { $0.text("a column", author.problems) }.map { ($0, $0.text) })
        }
        let entries = node.mapping("`columns`", author.problems) ?? []
        return distinct(
            entries.compactMap { entry in
                entry.value.text("`\(entry.key.text)`", author.problems).map { ($0, entry.key.text) }
            }
        )
    }

    /// A list of `{name, from, width}`.
    private func fixedColumns() -> [FileColumn] {
        var ranges: [Range<Int>] = []
        var names: [(SourceText, String)] = []
        for column in reader.nestedList("columns", .required) {
            let name = column.text("name", .required)
            let from = column.int("from", in: Self.places, .required)
            let width = column.int("width", in: Self.places, .required)
            column.finish()
            guard let name, let from, let width else { continue }
            names.append((name, name.text))
            ranges.append((from - 1)..<(from - 1 + width))
        }
        return zip(distinct(names), ranges).map { column, range in
            var column = column
            column.characters = range
            return column
        }
    }

    private func distinct(_ names: [(name: SourceText, title: String)]) -> [FileColumn] {
        var taken: Set<ByteKey> = []
        for (name, _) in names {
            let isGood = (1...Self.nameLimit).contains(name.text.utf8.count)
            if isGood, taken.insert(ByteKey(name.text)).inserted { continue }
            author.problems.add("bad-value", "`\(name.text)` cannot be the name of a column here", at: name)
        }
        let node = reader.node["columns"]
        if let node, !(1...FileFormat.fieldLimit).contains(node.elements?.count ?? node.entries?.count ?? 1) {
            author.problems.add("bad-value", "`columns` must be 1 to \(FileFormat.fieldLimit) columns", at: node)
        }
        return names.map { FileColumn(name: $0.name.text, title: $0.title) }
    }

    private func checkNames(_ required: [SourceText], among columns: [FileColumn]?) {
        guard let names = columns?.map(\.name) else { return }
        for text in required where !names.contains(where: text.text.hasSameBytes) {
            let hint = Suggestion.hint(for: text.text, in: names)
            author.problems.add("unknown-column", "there is no column `\(text.text)`", hint: hint, at: text)
        }
    }
}
