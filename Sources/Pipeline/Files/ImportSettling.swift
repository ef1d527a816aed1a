import Connectors
import Core
import Store

extension ImportRun {
    /// The same file, as far as it was taken before.
    func found(_ file: TakenFile) async throws(ImportError) -> TakenFile {
        let name = source.name
        return try await asking { store throws(StoreError) in
            try await store.read { (tx) throws(StoreError) in try file.found(in: tx, source: name) }
        }
    }

    /// Reads the rows that are not known already, outside any transaction, as the worker will; bad ones become rejects.
    mutating func readings(_ table: FileTable) async throws(ImportError) -> [RowReading] {
        let (rows, name, line) = (rows, source.name, taken?.line ?? 0)
        let known = try await asking { store throws(StoreError) in
            try await store.read { (tx) throws(StoreError) in
                var found: [RowReading] = []
                for row in rows {
                    found.append(RowReading(row, try tx.standing(of: row, source: name), isTakenUpTo: line))
                }
                return found
            }
        }
        var good: [RowReading] = []
        for var reading in known {
            do throws(FileReject) {
                if reading.standing != .unchanged { reading.events = try events(of: reading.row, table) }
                good.append(reading)
            } catch {
                rejects.append(error)
            }
        }
        return good
    }

    private func events(of row: FileRow, _ table: FileTable) throws(FileReject) -> [Event] {
        let events = try table.events(of: row)
        if let stranger = configuration.stranger(in: events) { throw table.reject(row, because: stranger) }
        return events
    }

    /// Writes one piece: the rows that are still not known, and that they are now; gives how each stood.
    mutating func write(_ readings: [RowReading], _ table: FileTable) async throws(ImportError) -> [RowStanding] {
        let open = readings.filter(\.isNews).map(\.row)
        guard let end = open.last?.number, var file = taken else { return readings.map { _ in .unchanged } }
        file.line = max(file.line, end)
        last = max(clock.now, last.adding(TimeSpan(microseconds: 1)))
        let piece = FilePiece(table: table, source: source, file: report.file, taken: file, received: last)
        let standings = try await asking { store throws(StoreError) in
            try await store.write { (tx) throws(StoreError) in try piece.write(open, tx) }
        }
        var rest = standings[...]
        return readings.map { $0.isNews ? rest.popFirst() ?? .unchanged : .unchanged }
    }

    private func asking<Answer: Sendable>(
        _ question: (any EventStore) async throws(StoreError) -> Answer
    ) async throws(ImportError) -> Answer {
        do throws(StoreError) {
            return try await question(store)
        } catch {
            throw .store(error)
        }
    }

    mutating func settleRejects(_ table: FileTable) throws(ImportError) {
        rejects.sort { $0.place < $1.place }
        for reject in rejects { report.add(reject) }
        guard !rejects.isEmpty, archive != nil else { return }
        let lines = rejects.flatMap(table.rejectLine)
        guard archive?.reject(lines, header: table.rejectHeader) ?? true else { throw .archive }
    }
}
