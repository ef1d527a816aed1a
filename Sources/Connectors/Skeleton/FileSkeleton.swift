import Core

/// The first `connector.yaml` of a connector that reads files with a header: it runs, and its comments say what to change.
public struct FileSkeleton: Sendable {
    /// The connector's name: lower-case letters, digits and hyphens.
    public let name: String
    /// Where somebody describes the files.
    public let docs: String?
    private let delimiter: UInt8
    private let encoding: String?
    /// Titles of the header, and what items call them.
    private let columns: [(title: String, name: String)]

    /// Of a file, of which only the header is looked at; nil when there is none that can be read.
    public init?(name: String, docs: String?, file: [UInt8]) {
        self.name = name
        self.docs = docs
        let first = file.prefix { $0 != LineCutter.lineFeed }
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]
        let counts = candidates.map { candidate in first.count { $0 == candidate } }
        delimiter = candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
        let isUTF8 = String(validating: first, as: UTF8.self) != nil
        encoding = isUTF8 ? nil : "windows-1252"
        var cutter = LineCutter(delimiter: delimiter, charset: isUTF8 ? .utf8 : .windows1252)
        cutter.take(file)
        cutter.end()
        let format = FileFormat(
            layout: .delimited(delimiter),
            charset: isUTF8 ? .utf8 : .windows1252,
            columns: nil,
            required: [],
            skipped: [],
            record: nil
        )
        guard let line = cutter.next(), let header = try? FileHeader(line, format) else { return nil }
        columns = Self.named(header.columns.map(\.column.title))
    }

    /// Titles with words of lower-case letters, digits and underscores, each once.
    private static func named(_ titles: [String]) -> [(title: String, name: String)] {
        var taken: Set<String> = []
        return titles.enumerated().map { index, title in
            let words = title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
            let plain = words.joined(separator: "_")
            let isName = plain.utf8.first.map { !(48...57).contains($0) } ?? false
            let name = isName && taken.insert(plain).inserted ? plain : "column_\(index + 1)"
            taken.insert(name)
            return (title, name)
        }
    }

    private var key: String { columns[0].name }

    /// The `connector.yaml`.
    public var text: String {
        let shown = delimiter == 0x09 ? "tab" : String(UnicodeScalar(delimiter))
        let lines =
            (delimiter == UInt8(ascii: ",") ? [] : ["  delimiter: \"\(shown)\""])
            + (encoding.map { ["  encoding: \($0)"] } ?? [])
            + ["  columns:                              # titles of the header, and what items call them"]
            + columns.map { "    \(JSON.string($0.title).text): \($0.name)" }
        return """
            # What files of \(name) say, and what it means. See docs/files.md.
            connector: \(name)
            version: 1                              # raise it whenever events come out differently
            docs: \(docs ?? "https://example.com/files")
            config: {creditor: acme}                # whose accounts these are

            receive:                                # no `verify`: files alone, no webhooks
              decode: csv
            \(lines.joined(separator: "\n"))
              required: [\(key)]
              record: '"account:" + item.\(key)'     # what a row is about: another row about the same is a change

            normalize:
              event:                                # what all events have; a rule may say otherwise
                account: ${config.creditor + ":" + item.\(key)}
              identifiers: []                       # such as {kind: email, value: "${item.email}"}
              rules:                                # the first that matches gives the event; a row without one is rejected
                - type: account.updated             # or account.placed, with balance: ${minor(item.balance, "USD")} …
                  event: {changes: "${item}", system_of_record: true}

            """
    }

    /// The `tests.yaml`: a good row, the same again, and one that is rejected; values are made up.
    public var cases: String {
        let separator = String(UnicodeScalar(delimiter))
        let row = { (first: String) in ([first] + columns.dropFirst().map { _ in "x" }).joined(separator: separator) }
        let head = columns.map { "\"\($0.title.replacing("\"", with: "\"\""))\"" }.joined(separator: separator)
        let file = { (rows: String...) in
            "  file: {name: first.csv, text: \(JSON.string(([head] + rows).joined(separator: "\n") + "\n").text)}"
        }
        let now = "  now: 2026-03-02T16:00:00Z"
        return """
            # Files as they come, and what must come out. Replace them by real ones.

            - name: a row
            \(file(row("100231")))
            \(now)
              events: [{type: account.updated, account: "acme:100231"}]

            - name: the same again
            \(file(row("100231")))
            \(now)
              duplicate_of: a row

            - name: a row without what is required
            \(file(row("")))
            \(now)
              events: []
              rejected: [{line: 2, column: 1, field: \(key)}]

            """
    }
}
