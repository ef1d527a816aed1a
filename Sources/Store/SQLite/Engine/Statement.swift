import CSQLite

/// One prepared statement.
///
/// Belongs to its connection and is used where that is used.
@safe
final class Statement {
    private let handle: OpaquePointer
    /// Kept alive, since its identity is the key under which the statement is found.
    private let sql: SQL
    private var problem = SQLITE_OK

    /// Takes a statement over, to finalize it at the end.
    init(_ handle: OpaquePointer, of sql: SQL) {
        unsafe self.handle = handle
        self.sql = sql
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Runs to the next row: `SQLITE_ROW`, `SQLITE_DONE` or an error, also one of binding.
    func step() -> Int32 {
        problem == SQLITE_OK ? unsafe sqlite3_step(handle) : problem
    }

    /// Makes it ready for the next use and forgets what was bound.
    func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
        problem = SQLITE_OK
    }
}

/// Parameters, counted from 1.
extension Statement {
    func bind(_ value: Int64, at place: Int32) {
        note(unsafe sqlite3_bind_int64(handle, place, value))
    }

    /// Binds text; the engine copies it.
    func bind(_ text: String, at place: Int32) {
        var text = text
        text.withUTF8 { bytes in
            let count = UInt64(bytes.count)
            note(
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    unsafe sqlite3_bind_text64(handle, place, characters.baseAddress, count, Self.copied, Self.utf8)
                }
            )
        }
    }

    /// Binds UTF-8 bytes as text; the engine copies them.
    func bind(text bytes: [UInt8], at place: Int32) {
        unsafe bytes.withUnsafeBytes { bytes in
            let characters = unsafe bytes.assumingMemoryBound(to: CChar.self)
            let count = UInt64(bytes.count)
            note(unsafe sqlite3_bind_text64(handle, place, characters.baseAddress, count, Self.copied, Self.utf8))
        }
    }

    /// Binds bytes; the engine copies them.
    ///
    /// No bytes are an empty blob, not NULL.
    func bind(_ bytes: [UInt8], at place: Int32) {
        guard !bytes.isEmpty else { return note(unsafe sqlite3_bind_zeroblob(handle, place, 0)) }
        unsafe bytes.withUnsafeBytes { bytes in
            note(unsafe sqlite3_bind_blob64(handle, place, bytes.baseAddress, UInt64(bytes.count), Self.copied))
        }
    }

    func bindNull(at place: Int32) {
        note(unsafe sqlite3_bind_null(handle, place))
    }

    private func note(_ code: Int32) {
        if problem == SQLITE_OK { problem = code }
    }

    private static let utf8 = UInt8(SQLITE_UTF8)

    /// `SQLITE_TRANSIENT`: the engine copies what it is given before the call returns.
    private static var copied: sqlite3_destructor_type? {
        unsafe unsafeBitCast(-1, to: sqlite3_destructor_type?.self)
    }
}

/// Columns of the present row, counted from 0.
extension Statement {
    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    func isBlob(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB
    }

    func int(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    func text(_ column: Int32) -> String {
        unsafe withBytes(of: column) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int32) -> [UInt8] {
        unsafe withBytes(of: column) { unsafe Array($0) }
    }

    private func withBytes<Output>(of column: Int32, _ body: (UnsafeRawBufferPointer) -> Output) -> Output {
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe sqlite3_column_bytes(handle, column)
        return unsafe body(UnsafeRawBufferPointer(start: start, count: Int(count)))
    }
}
