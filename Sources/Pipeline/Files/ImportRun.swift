import Connectors
import Core
import Store

/// One file on its way into the journal: read piece by piece, so that its length does not matter.
struct ImportRun {
    /// Rows of a piece.
    private static let rowLimit = 250
    /// Bytes of a piece's rows; one row may be more.
    private static let sizeLimit = 64 * 1024
    /// Bytes read at once.
    private static let chunk = 256 * 1024

    let source: Source
    let configuration: Configuration
    let store: any EventStore
    let clock: any WallClock
    /// Nil for a plan.
    var archive: Archive?
    /// Whether to stop before the end.
    let shouldStop: @Sendable () -> Bool
    /// Called with the rows so far.
    let onProgress: @Sendable (Int) -> Void
    var report: ImportReport
    var reader: FileReader
    var rows: [FileRow] = []
    private var size = 0
    var records: Set<ByteKey> = []
    var rejects: [FileReject] = []
    private var seen = SeenRows()
    /// How far this very file was taken before; nil until it is looked at.
    var taken: TakenFile?
    var last = Timestamp(microseconds: .min)

    init(
        _ report: ImportReport,
        source: Source,
        configuration: Configuration,
        store: any EventStore,
        clock: any WallClock,
        archive: Archive?,
        shouldStop: @escaping @Sendable () -> Bool,
        onProgress: @escaping @Sendable (Int) -> Void
    ) throws(ImportError) {
        guard let reader = FileReader(source: source, name: report.file, received: report.started) else {
            throw .readsNoFiles
        }
        self.reader = reader
        self.report = report
        self.source = source
        self.configuration = configuration
        self.store = store
        self.clock = clock
        self.archive = archive
        self.shouldStop = shouldStop
        self.onProgress = onProgress
    }

    /// Reads all of a file.
    mutating func run(_ file: InputFile) async throws(ImportError) {
        guard let unread = TakenFile(file, of: source) else { throw .brokenOff }
        taken = try await found(unread)
        while true {
            guard let bytes = file.read(upTo: Self.chunk) else { throw .brokenOff }
            guard archive?.take(bytes) ?? true else { throw .archive }
            if bytes.isEmpty { reader.end() } else { reader.take(bytes) }
            while let entry = try nextEntry() { try await take(entry) }
            if bytes.isEmpty { return try await settle() }
        }
    }

    private mutating func nextEntry() throws(ImportError) -> FileEntry? {
        do throws(FileFailure) {
            return try reader.next()
        } catch {
            throw .unreadable(error)
        }
    }

    /// A piece holds one row about a record, so that each finds the one before it stored.
    private mutating func take(_ entry: FileEntry) async throws(ImportError) {
        switch entry {
        case .rejected(let reject):
            rejects.append(reject)
            if rejects.count >= Self.rowLimit { try await settle() }
        case .row(let row):
            let record = ByteKey(row.record ?? row.item.key)
            let isFull = rows.count >= Self.rowLimit || size + row.size > Self.sizeLimit
            if isFull || records.contains(record) { try await settle() }
            rows.append(row)
            records.insert(record)
            size += row.size
        }
    }

    /// Works off the rows that were gathered.
    private mutating func settle() async throws(ImportError) {
        if shouldStop() { throw .stopped }
        defer { (rows, size, records, rejects) = ([], 0, [], []) }
        guard let table = reader.table else { return }
        let readings = try await readings(table)
        if report.isPlan {
            for reading in readings {
                let standing = seen.standing(of: reading.row, stored: reading.standing)
                count(reading, reading.isTaken ? .unchanged : standing)
            }
        } else {
            let standings = try await write(readings, table)
            for (reading, standing) in zip(readings, standings) { count(reading, standing) }
        }
        try settleRejects(table)
        onProgress(report.rows)
    }

    private mutating func count(_ reading: RowReading, _ standing: RowStanding) {
        switch standing {
        case .new: report.new += 1
        case .changed: report.changed += 1
        case .unchanged: report.unchanged += 1
        }
        if standing != .unchanged { report.add(reading.events) }
    }
}
