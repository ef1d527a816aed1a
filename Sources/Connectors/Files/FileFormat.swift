import CEL
import Core

/// How a connector's files fall into lines, lines into fields, and fields into items.
struct FileFormat: Sendable {
    /// Where a line's fields are.
    enum Layout: Sendable {
        /// Between delimiters, in the order of a header (RFC 4180).
        case delimited(UInt8)
        /// At places of their own.
        case fixed
    }

    let layout: Layout
    let charset: Charset
    /// What items hold, in order; nil: all columns of the header by the names they have there.
    let columns: [FileColumn]?
    /// The names of those that every row must have.
    let required: [String]
    /// Beginnings of lines that are no rows.
    let skipped: [[UInt8]]
    /// What a row is about; without it a row is known by what it says.
    let record: Expression?

    /// The type of an item: texts, by the names of its columns when they are known.
    static func itemType(of columns: [FileColumn]?) -> ValueType {
        guard let columns else { return .texts }
        return .record(RecordType(columns.map { (name: $0.name, type: .string) }, isOpen: false))
    }

    /// What stands between fields; nil where they are at places of their own.
    var delimiter: UInt8? {
        if case .delimited(let byte) = layout { byte } else { nil }
    }

    /// The media type of a piece.
    var contentType: String { delimiter == nil ? "text/plain" : "text/csv" }
}

/// A column of a file, and what it is in an item.
struct FileColumn: Sendable {
    /// What items call it.
    let name: String
    /// What the header calls it.
    let title: String
    /// Its characters in a line of fixed width, counted from 0.
    var characters = 0..<0
    /// Whether every row must have it.
    var isRequired = false
}

extension Charset {
    /// The text of bytes; nil when one of them stands for nothing.
    func strictText(of bytes: some Collection<UInt8>) -> String? {
        if self == .utf8 { return String(validating: bytes, as: UTF8.self) }
        let text = text(of: bytes)
        return text.unicodeScalars.contains("\u{FFFD}") ? nil : text
    }

    /// Whether a byte begins a character.
    func begins(_ byte: UInt8) -> Bool { self != .utf8 || byte & 0xC0 != 0x80 }
}
