import CSQLite
import Glibc

/// How connections are opened.
enum Opening {
    /// Once per process, before the first connection; a later call is refused by the engine and changes nothing.
    private static let withoutStatistics = throughline_sqlite_without_statistics()
    /// Milliseconds to wait for a lock of somebody who looks into the file from outside.
    private static let patience: Int32 = 250

    /// The connection that writes: schema brought up to date, what an earlier process left in the log copied.
    static func writer(path: String) throws(StoreError) -> Connection {
        _ = withoutStatistics
        createForOwnerAlone(path)
        let connection = try Connection(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        connection.waitForLocks(milliseconds: patience)
        try Migration(connection).check()
        try connection.runScript(writerSettings)
        try assert(connection, journalMode, is: "wal")
        try assert(connection, synchronous, is: "2")
        connection.watchLog()
        try Migration(connection).run()
        guard try connection.checkpointAndTruncate().isComplete else { throw .busy }
        return connection
    }

    /// A connection that can only read.
    static func reader(path: String) throws(StoreError) -> Connection {
        let connection = try Connection(path: path, flags: SQLITE_OPEN_READONLY)
        connection.waitForLocks(milliseconds: patience)
        try connection.runScript(readerSettings)
        return connection
    }

    private static let writerSettings = SQL(
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA foreign_keys = OFF;
        PRAGMA mmap_size = 0;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -32768;
        """
    )

    private static let readerSettings = SQL(
        """
        PRAGMA query_only = ON;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA mmap_size = 0;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -8192;
        """
    )

    private static let journalMode = SQL("PRAGMA journal_mode")
    private static let synchronous = SQL("PRAGMA synchronous")

    /// A setting that the engine passes over in silence would cost acknowledged webhooks.
    private static func assert(_ connection: Connection, _ pragma: SQL, is value: String) throws(StoreError) {
        let found: String? = try connection.first(pragma)
        guard found == value else { throw .statement(code: Int(SQLITE_MISUSE), sql: pragma.text) }
    }

    /// Creates the file if there is none, readable for its owner alone; the engine gives its other files the same mode.
    ///
    /// A file that exists is not opened: closing it would drop the locks of whoever has it open.
    private static func createForOwnerAlone(_ path: String) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }
}
