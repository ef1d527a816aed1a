import CSQLite

/// How far a checkpoint came.
struct CheckpointProgress {
    /// Pages in the write-ahead log; negative when somebody else is at it.
    let logged: Int32
    /// Pages of it that now stand in the database file.
    let copied: Int32

    /// Whether everything committed stands in the database file.
    var isComplete: Bool { logged >= 0 && logged == copied }
}

extension Connection {
    /// Lets the engine tell after each commit how long the write-ahead log is.
    ///
    /// Takes the place of its own checkpoints.
    func watchLog() {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_wal_hook(handle, { unsafe Connection.noteLog($0, $3) }, context)
    }

    /// Copies what can be copied from the log to the file without waiting for anybody.
    func checkpoint() throws(StoreError) -> CheckpointProgress {
        try checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }

    /// Copies all and empties the log, waiting shortly for readers; does less when they stay.
    func checkpointAndTruncate() throws(StoreError) -> CheckpointProgress {
        let progress = try checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
        if progress.logged == 0 { loggedPages = 0 }
        return progress
    }

    private static let checkpointing = SQL("wal_checkpoint")

    private func checkpoint(_ mode: Int32) throws(StoreError) -> CheckpointProgress {
        var logged: Int32 = -1
        var copied: Int32 = -1
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, &logged, &copied)
        guard code & 0xFF == SQLITE_OK || code & 0xFF == SQLITE_BUSY else { throw failed(in: Self.checkpointing) }
        return CheckpointProgress(logged: logged, copied: copied)
    }

    private static func noteLog(_ context: UnsafeMutableRawPointer?, _ pages: Int32) -> Int32 {
        if let context = unsafe context {
            unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue().loggedPages = pages
        }
        return SQLITE_OK
    }
}

/// When to copy the write-ahead log to the file: each time it has grown by so many pages since the last try.
struct CheckpointSchedule {
    /// About 16 MB.
    static let interval: Int32 = 4000

    private var lastTry: Int32 = 0

    /// Whether a checkpoint is due with the log at `pages`; then it counts as tried.
    mutating func isDue(at pages: Int32) -> Bool {
        // a shorter log began again from its start
        if pages < lastTry { lastTry = 0 }
        guard pages - lastTry >= Self.interval else { return false }
        lastTry = pages
        return true
    }
}
