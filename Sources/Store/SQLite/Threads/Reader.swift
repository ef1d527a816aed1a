/// A connection that only reads, on the one thread that uses it.
///
/// Each piece of work sees one snapshot.
struct Reader {
    private let connection: Connection
    private let queue: JobQueue<SQLiteSnapshot>

    init(connection: Connection, queue: JobQueue<SQLiteSnapshot>) {
        self.connection = connection
        self.queue = queue
    }

    /// Works until the queue is closed and empty.
    func run() {
        let snapshot = SQLiteSnapshot(connection)
        while case .jobs(let jobs) = queue.take(upTo: 1) {
            for job in jobs { job.finish(lost: carryOut(job, on: snapshot)) }
        }
    }

    private func carryOut(_ job: any Job<SQLiteSnapshot>, on snapshot: SQLiteSnapshot) -> StoreError? {
        do throws(StoreError) {
            try connection.run(Self.begin)
        } catch {
            return error
        }
        // how the work ended is the job's; a snapshot has nothing to keep
        _ = job.perform(with: snapshot)
        _ = try? connection.run(Self.end)
        return nil
    }

    private static let begin = SQL("BEGIN")
    private static let end = SQL("ROLLBACK")
}
