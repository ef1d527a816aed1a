import CSQLite
import Glibc

/// One connection with its prepared statements.
///
/// `@unchecked Sendable`: used by the thread that opens it until another thread is started for it, and by that
/// thread alone from then on.
@safe
final class Connection: @unchecked Sendable {
    let handle: OpaquePointer
    private var isClosed = false
    private var statements: [ObjectIdentifier: Statement] = [:]
    /// Pages in the write-ahead log after the last commit; kept by ``watchLog()``.
    var loggedPages: Int32 = 0
    /// The first error since ``forgetFailure()`` after which the present transaction must not be committed.
    private(set) var failure: StoreError?

    /// Opens the file at `path`.
    init(path: String, flags: Int32) throws(StoreError) {
        var raw: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &raw, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened = unsafe raw else {
            let systemError = errno
            unsafe sqlite3_close_v2(raw)
            throw ResultCode(code: code, systemError: systemError).error(in: Self.opening)
        }
        unsafe handle = opened
        unsafe sqlite3_extended_result_codes(handle, 1)
    }

    deinit { close() }

    /// Closes the file.
    ///
    /// Nothing may be asked afterwards.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
    }

    private static let opening = SQL("open")

    /// Whether a transaction is open.
    ///
    /// After some errors the engine rolls back by itself.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// The number of the row that was inserted last.
    var lastNumber: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Starts to watch for errors that end a transaction.
    func forgetFailure() { failure = nil }

    /// How long to wait for somebody else's lock.
    func waitForLocks(milliseconds: Int32) {
        unsafe sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Runs several statements that take no parameters.
    func runScript(_ sql: SQL) throws(StoreError) {
        let code = unsafe sqlite3_exec(handle, sql.text, nil, nil, nil)
        if code != SQLITE_OK { throw failed(in: sql) }
    }

    /// Runs a statement to its end.
    ///
    /// Returns how many rows it changed.
    @discardableResult
    func run<each Value: Bindable>(_ sql: SQL, _ values: repeat each Value) throws(StoreError) -> Int {
        let statement = try bound(sql, repeat each values)
        defer { statement.reset() }
        while try hasRow(statement, sql) {}
        return Int(unsafe sqlite3_changes64(handle))
    }

    /// The first row of a query, or nil.
    func first<Output: RowReadable, each Value: Bindable>(
        _ sql: SQL,
        _ values: repeat each Value
    ) throws(StoreError) -> Output? {
        let statement = try bound(sql, repeat each values)
        defer { statement.reset() }
        guard try hasRow(statement, sql) else { return nil }
        var row = Row(of: statement, table: Output.table)
        return try Output(row: &row)
    }

    /// All rows of a query.
    func all<Output: RowReadable, each Value: Bindable>(
        _ sql: SQL,
        _ values: repeat each Value
    ) throws(StoreError) -> [Output] {
        let statement = try bound(sql, repeat each values)
        defer { statement.reset() }
        var rows: [Output] = []
        while try hasRow(statement, sql) {
            var row = Row(of: statement, table: Output.table)
            rows.append(try Output(row: &row))
        }
        return rows
    }

    private func bound<each Value: Bindable>(
        _ sql: SQL,
        _ values: repeat each Value
    ) throws(StoreError) -> Statement {
        let statement = try prepared(sql)
        var place: Int32 = 1
        for value in repeat each values {
            value.bind(to: statement, at: place)
            place += 1
        }
        return statement
    }

    private func prepared(_ sql: SQL) throws(StoreError) -> Statement {
        if let known = statements[ObjectIdentifier(sql)] { return known }
        var raw: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql.text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &raw, nil)
        guard code == SQLITE_OK, let prepared = unsafe raw else { throw failed(in: sql) }
        let statement = unsafe Statement(prepared, of: sql)
        statements[ObjectIdentifier(sql)] = statement
        return statement
    }

    private func hasRow(_ statement: Statement, _ sql: SQL) throws(StoreError) -> Bool {
        switch statement.step() {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failed(in: sql)
        }
    }

    /// The error of the call that was just refused.
    func failed(in sql: SQL) -> StoreError {
        let systemError = errno
        let code = unsafe sqlite3_extended_errcode(handle)
        let error = ResultCode(code: code, systemError: systemError).error(in: sql)
        if error.endsTransaction, failure == nil { failure = error }
        return error
    }
}
