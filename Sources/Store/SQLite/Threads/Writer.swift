/// The one connection that writes and checkpoints, on the one thread that uses it.
///
/// Debian's SQLite 3.40.1 can corrupt the write-ahead log when two connections write or checkpoint at the same
/// instant (sqlite.org/wal.html#walresetbug); one connection that alone does both is safe.
struct Writer {
    /// Pieces of work that share one sync at most: bounds how long the first of them waits for the last.
    private static let groupLimit = 512
    /// Seconds without work after which the log is emptied.
    private static let idleSeconds = 1

    private let connection: Connection
    private let transaction: SQLiteTransaction
    private let queue: JobQueue<SQLiteTransaction>
    private let onFailure: @Sendable (StoreError) -> Void
    private var schedule = CheckpointSchedule()

    init(
        connection: Connection,
        nextWebhook: Int64,
        bounds: QuarantineBounds,
        queue: JobQueue<SQLiteTransaction>,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) {
        self.connection = connection
        transaction = SQLiteTransaction(connection, nextWebhook: nextWebhook, bounds: bounds)
        self.queue = queue
        self.onFailure = onFailure
    }

    /// Works until the queue is closed and empty.
    mutating func run() {
        while true {
            switch queue.take(upTo: Self.groupLimit, idleAfter: hasLog ? Self.idleSeconds : nil) {
            case .jobs(let group): commit(group)
            case .idle: emptyLog()
            case .closed: return emptyLog()
            }
        }
    }

    /// One transaction and one sync for the group; nobody is answered before.
    private mutating func commit(_ group: [any Job<SQLiteTransaction>]) {
        let lost = queue.failure ?? carryOut(group)
        if let lost { note(lost) }
        for job in group { job.finish(lost: lost) }
        // on a full disk a copied log is room to write in
        if schedule.isDue(at: connection.loggedPages) || lost == .full { copyLog() }
    }

    /// Why the group as a whole was not stored, or nil when it was.
    private func carryOut(_ group: [any Job<SQLiteTransaction>]) -> StoreError? {
        connection.forgetFailure()
        do throws(StoreError) {
            try connection.run(Self.begin)
            if group.count == 1 { try performAlone(group[0]) } else { try performTogether(group) }
            return nil
        } catch {
            if connection.isInTransaction { _ = try? connection.run(Self.rollback) }
            return error
        }
    }

    private func performAlone(_ job: any Job<SQLiteTransaction>) throws(StoreError) {
        try connection.run(try perform(job) ? Self.commit : Self.rollback)
    }

    private func performTogether(_ group: [any Job<SQLiteTransaction>]) throws(StoreError) {
        var rest = group[...]
        while let first = rest.first {
            let stretch = first.mayRepeat ? rest.prefix(while: \.mayRepeat) : rest.prefix(1)
            if try !perform(stretch) {
                for job in stretch { _ = try perform([job]) }
            }
            rest = rest.dropFirst(stretch.count)
        }
        try connection.run(Self.commit)
    }

    /// Performs neighbours under one savepoint, which costs as much as the work itself.
    ///
    /// False when one of several threw and all were undone.
    private func perform(_ stretch: ArraySlice<any Job<SQLiteTransaction>>) throws(StoreError) -> Bool {
        try connection.run(Self.savepoint)
        var isSound = true
        for job in stretch where isSound { isSound = try perform(job) }
        if !isSound { try connection.run(Self.rollbackToSavepoint) }
        try connection.run(Self.release)
        return isSound || stretch.count == 1
    }

    /// False when the work threw.
    ///
    /// Throws when the transaction is lost, even if the work took no notice.
    private func perform(_ job: any Job<SQLiteTransaction>) throws(StoreError) -> Bool {
        let isSound = job.perform(with: transaction)
        if let failure = connection.failure { throw failure }
        return isSound
    }

    private static let begin = SQL("BEGIN IMMEDIATE")
    private static let commit = SQL("COMMIT")
    private static let rollback = SQL("ROLLBACK")
    private static let savepoint = SQL("SAVEPOINT job")
    private static let rollbackToSavepoint = SQL("ROLLBACK TO job")
    private static let release = SQL("RELEASE job")
}

/// The write-ahead log.
extension Writer {
    private var hasLog: Bool { connection.loggedPages > 0 && queue.failure == nil }

    private func copyLog() {
        do throws(StoreError) {
            _ = try connection.checkpoint()
        } catch {
            note(error)
        }
    }

    private func emptyLog() {
        guard hasLog else { return }
        do throws(StoreError) {
            _ = try connection.checkpointAndTruncate()
        } catch {
            note(error)
        }
    }

    /// After a failed sync a later commit may succeed and still be lost, behind the hole in the log.
    private func note(_ error: StoreError) {
        guard error.endsStore, queue.failure == nil else { return }
        queue.refuse(because: error)
        onFailure(error)
    }
}
