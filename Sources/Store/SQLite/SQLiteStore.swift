public import Core
import Glibc

/// The store in one SQLite file.
///
/// Everything is durable when `write` returns: `synchronous=FULL` with a write-ahead log, and what queued while the
/// last sync ran shares the next one.
///
/// One thread writes and checkpoints, a few read; tasks wait for them without blocking.
public final class SQLiteStore: EventStore {
    /// Pieces of work that may wait.
    ///
    /// What comes on top is refused with ``StoreError/busy`` at once.
    public static let queueLimit = 20_000
    private static let readerCount = 3

    private let writes: JobQueue<SQLiteTransaction>
    private let reads: JobQueue<SQLiteSnapshot>
    private let writer = Countdown(1)
    private let readers = Countdown(readerCount)

    private init() {
        writes = JobQueue(limit: Self.queueLimit)
        reads = JobQueue(limit: Self.queueLimit)
    }

    deinit {
        reads.close()
        writes.close()
    }

    /// Opens the file at `path` or makes it, brings it to the present schema, and copies what an earlier process left
    /// in the log.
    ///
    /// `bounds` say how much of what was refused is kept. `onFailure` is called once, on a thread of the store, when it
    /// must not acknowledge any more.
    /// - Throws: ``StoreError/corrupt`` for another program's file, ``StoreError/newerSchema(_:)``,
    /// ``StoreError/busy`` while somebody else holds it, ``StoreError/io(code:)``.
    public static func open(
        path: String,
        bounds: QuarantineBounds = .standard,
        onFailure: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(StoreError) -> SQLiteStore {
        let writer = try Opening.writer(path: path)
        let nextWebhook = try SQLiteTransaction.nextWebhook(on: writer)
        var readers: [Connection] = []
        for _ in 0..<readerCount { readers.append(try Opening.reader(path: path)) }
        let store = SQLiteStore()
        try store.startWriter(on: writer, nextWebhook: nextWebhook, bounds: bounds, onFailure: onFailure)
        for reader in readers { try store.startReader(on: reader) }
        return store
    }

    /// Whether a sync or the disk failed, so that every further write is refused until the process has recovered.
    public var isPoisoned: Bool { writes.failure != nil }

    /// As ``EventStore`` says.
    public func write<Output: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Output
    ) async throws(StoreError) -> Output {
        try await writes.outcome { (transaction) throws(StoreError) in try work(transaction) }
    }

    /// As ``EventStore`` says; neighbours in a group share what makes each of them succeed or fail alone.
    public func append(
        _ webhook: RawWebhook,
        connector: String,
        items: [ItemKey]
    ) async throws(StoreError) -> Receipt {
        try await writes.outcome(mayRepeat: true) { (transaction) throws(StoreError) in
            try transaction.append(webhook, connector: connector, items: items)
        }
    }

    /// As ``EventStore`` says.
    public func read<Output: Sendable>(
        _ work: @escaping @Sendable (any StoreReading) throws(StoreError) -> Output
    ) async throws(StoreError) -> Output {
        try await reads.outcome { (snapshot) throws(StoreError) in try work(snapshot) }
    }

    /// Finishes what is queued, then closes.
    ///
    /// Readers end first: the last connection to close is the one that may checkpoint.
    public func close() async {
        reads.close()
        writes.stopTaking()
        await readers.wait()
        writes.close()
        await writer.wait()
    }

    private func startWriter(
        on connection: Connection,
        nextWebhook: Int64,
        bounds: QuarantineBounds,
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) throws(StoreError) {
        try start { [writes, writer] in
            var loop = Writer(
                connection: connection,
                nextWebhook: nextWebhook,
                bounds: bounds,
                queue: writes,
                onFailure: onFailure
            )
            loop.run()
            connection.close()
            writer.count()
        }
    }

    private func startReader(on connection: Connection) throws(StoreError) {
        try start { [reads, readers] in
            Reader(connection: connection, queue: reads).run()
            connection.close()
            readers.count()
        }
    }

    private func start(_ loop: @escaping @Sendable () -> Void) throws(StoreError) {
        guard PosixThread(loop) != nil else { throw .io(code: Int(EAGAIN)) }
    }
}
