public import Connectors
public import Core
public import Store

/// Brings files of a system of record into the journal: what is new or says something else than before.
///
/// The same file again brings nothing, and one that was broken off is taken where it stopped. What was written down is read
/// as any webhook is.
public struct FileImports: Sendable {
    /// The cursor that holds the reports of the last imports.
    private static let cursor = "imports"
    /// Reports that are kept.
    private static let reportLimit = 50

    private let configuration: Current<Configuration>
    private let store: any EventStore
    private let clock: any WallClock
    private let archive: String
    private let onAppend: @Sendable () -> Void

    /// Imports into `store`; copies go to the folder `archive`.
    ///
    /// `onAppend` is called after something new is durable.
    public init(
        configuration: Current<Configuration>,
        store: any EventStore,
        clock: any WallClock,
        archive: String,
        onAppend: @escaping @Sendable () -> Void
    ) {
        self.configuration = configuration
        self.store = store
        self.clock = clock
        self.archive = archive
        self.onAppend = onAppend
    }

    /// The source of this name.
    /// - Throws: ``ImportError/unknownSource``, ``ImportError/readsNoFiles``.
    public func source(named name: String) throws(ImportError) -> Source {
        guard let source = configuration.value.sources[name] else { throw .unknownSource }
        guard source.connector.readsFiles else { throw .readsNoFiles }
        return source
    }

    /// The sources that watch a folder, by name.
    public var watching: [Source] {
        configuration.value.sources.values.filter { $0.folder != nil && $0.connector.readsFiles }
            .sorted { $0.name.bytesPrecede($1.name) }
    }

    /// Where something may be written on its way in; nil when that is not possible.
    public func scratch() -> OutputFile? {
        Disk.makeFolder(archive) ? OutputFile(in: archive, isScratch: true) : nil
    }

    /// Says what a file would bring, and writes nothing.
    public func plan(
        _ file: InputFile,
        name: String,
        source: String,
        onProgress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(ImportError) -> ImportReport {
        let report = ImportReport(source: source, file: Archive.safe(name), isPlan: true, started: clock.now)
        var run = try run(report, archive: nil, shouldStop: { Task.isCancelled }, onProgress)
        try await run.run(file)
        return run.report
    }

    /// Imports a file; a copy is kept of one that brought something, or of any (`keepingCopy`).
    ///
    /// `onProgress` gets the rows so far.
    public func execute(
        _ file: InputFile,
        name: String,
        source: String,
        keepingCopy: Bool = false,
        shouldStop: @escaping @Sendable () -> Bool = { Task.isCancelled },
        onProgress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(ImportError) -> ImportReport {
        _ = try self.source(named: source)
        let report = ImportReport(source: source, file: Archive.safe(name), isPlan: false, started: clock.now)
        let archive = Archive(in: archive, source: source, file: name, at: report.started)
        guard let archive else { throw .archive }
        var run = try run(report, archive: archive, shouldStop: shouldStop, onProgress)
        defer { if run.report.new + run.report.changed > 0 { onAppend() } }
        try await run.run(file)
        let names = try run.archive?.commit(keepingCopy: keepingCopy || run.report.new + run.report.changed > 0)
        (run.report.archived, run.report.rejectFile) = (names?.copy, names?.rejects)
        try await note(.object(run.report.outline))
        return run.report
    }

    private func run(
        _ report: ImportReport,
        archive: Archive?,
        shouldStop: @escaping @Sendable () -> Bool,
        _ onProgress: @escaping @Sendable (Int) -> Void
    ) throws(ImportError) -> ImportRun {
        try ImportRun(
            report,
            source: try source(named: report.source),
            configuration: configuration.value,
            store: store,
            clock: clock,
            archive: archive,
            shouldStop: shouldStop,
            onProgress: onProgress
        )
    }

    /// Keeps a file's refusal among the reports.
    func note(_ failure: FileFailure, file: String, source: String) async throws(ImportError) {
        try await note(
            [
                "source": .string(source), "file": .string(Archive.safe(file)),
                "started": .string(clock.now.description), "refused": .string(failure.reason),
                "line": .int(Int64(failure.place.line)), "column": .int(Int64(failure.place.column)),
            ]
        )
    }

    private func note(_ report: JSON) async throws(ImportError) {
        let now = clock.now
        do throws(StoreError) {
            try await store.write { (tx) throws(StoreError) in
                let reports = [report] + (try Self.reports(tx)).prefix(Self.reportLimit - 1)
                try tx.save(Cursor(name: Self.cursor, value: JSON.array(reports).text, at: now))
            }
        } catch {
            throw .store(error)
        }
    }

    /// The reports of the last imports, newest first; plans are not among them.
    public func reports() async throws(StoreError) -> [JSON] {
        try await store.read { (tx) throws(StoreError) in try Self.reports(tx) }
    }

    private static func reports(_ tx: any StoreReading) throws(StoreError) -> [JSON] {
        guard let text = try tx.cursor(cursor)?.value else { return [] }
        return (try? JSON.parse(Array(text.utf8)))?.array ?? []
    }
}
