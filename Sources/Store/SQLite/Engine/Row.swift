import Core

/// What can be read from a row: its columns in the order in which `init` takes them.
protocol RowReadable {
    /// The table, to name in an error.
    static var table: String { get }
    init(row: inout Row) throws(StoreError)
}

/// The present row of a statement, read column by column.
struct Row {
    private let statement: Statement
    private let table: String
    private var column: Int32 = 0

    init(of statement: Statement, table: String) {
        self.statement = statement
        self.table = table
    }

    /// Whether the next column holds bytes, not text.
    var isBlob: Bool { statement.isBlob(column) }

    /// What to throw when the columns make no sense.
    var unreadable: StoreError { .unreadableRow(table) }

    mutating func int() -> Int64 { statement.int(next()) }
    mutating func bool() -> Bool { int() != 0 }
    mutating func text() -> String { statement.text(next()) }
    mutating func bytes() -> [UInt8] { statement.bytes(next()) }
    mutating func time() -> Timestamp { Timestamp(microseconds: int()) }

    mutating func textIfAny() -> String? { isNull() ? nil : text() }
    mutating func intIfAny() -> Int64? { isNull() ? nil : int() }
    mutating func timeIfAny() -> Timestamp? { intIfAny().map(Timestamp.init(microseconds:)) }

    /// A word from a closed list.
    mutating func word<Word: RawRepresentable<String>>() throws(StoreError) -> Word {
        guard let word = Word(rawValue: text()) else { throw unreadable }
        return word
    }

    /// A word from a closed list, or nil for NULL.
    mutating func wordIfAny<Word: RawRepresentable<String>>() throws(StoreError) -> Word? {
        isNull() ? nil : try word()
    }

    mutating func json() throws(StoreError) -> JSON {
        do throws(JSONError) {
            return try JSON.parse(bytes())
        } catch {
            throw unreadable
        }
    }

    mutating func object() throws(StoreError) -> JSONObject {
        guard let object = try json().object else { throw unreadable }
        return object
    }

    mutating func account() throws(StoreError) -> AccountKey {
        guard let key = AccountKey(stored: text()) else { throw unreadable }
        return key
    }

    mutating func accountIfAny() throws(StoreError) -> AccountKey? {
        isNull() ? nil : try account()
    }

    /// Whether the next column is NULL, which is then passed over.
    private mutating func isNull() -> Bool {
        guard statement.isNull(column) else { return false }
        column += 1
        return true
    }

    private mutating func next() -> Int32 {
        defer { column += 1 }
        return column
    }
}

extension AccountKey {
    /// Reads `creditor:reference` by its bytes: in `:` before a combining character there is no colon `Character`.
    fileprivate init?(stored text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let reference = text[text.utf8.index(after: colon)...]
        self.init(creditor: String(text[..<colon]), reference: String(reference))
    }
}

extension Int64: RowReadable {
    static var table: String { "" }
    init(row: inout Row) { self = row.int() }
}

extension String: RowReadable {
    static var table: String { "" }
    init(row: inout Row) { self = row.text() }
}

extension Optional: RowReadable where Wrapped == Int64 {
    static var table: String { "" }
    init(row: inout Row) { self = row.intIfAny() }
}
