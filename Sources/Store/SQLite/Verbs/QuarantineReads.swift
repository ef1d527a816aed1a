import Core

extension SQLiteSnapshot {
    func quarantined(_ number: Int64) throws(StoreError) -> Quarantined? {
        try connection.first(Self.selectEntry, number)
    }

    private static let selectEntry = SQL("SELECT \(Quarantined.columns) FROM quarantine WHERE number = ?")

    func quarantined(
        matching filter: QuarantineFilter,
        before: Int64?,
        limit: Int
    ) throws(StoreError) -> [Quarantined] {
        try list(Self.selectEntries, filter, before, limit)
    }

    private static let selectEntries = QuarantineLists(columns: Quarantined.columns)

    func quarantineOutlines(
        matching filter: QuarantineFilter,
        before: Int64?,
        limit: Int
    ) throws(StoreError) -> [Quarantined.Outline] {
        try list(Self.selectOutlines, filter, before, limit)
    }

    private static let selectOutlines = QuarantineLists(columns: Quarantined.Outline.columns)

    private func list<Output: RowReadable>(
        _ lists: QuarantineLists,
        _ filter: QuarantineFilter,
        _ before: Int64?,
        _ limit: Int
    ) throws(StoreError) -> [Output] {
        let (end, count) = (before ?? .max, max(0, limit))
        return switch (filter.source, filter.stage) {
        case (nil, nil): try connection.all(lists.all, end, count)
        case (let source?, nil): try connection.all(lists.ofSource, source, end, count)
        case (nil, let stage?): try connection.all(lists.ofStage, stage, end, count)
        case (let source?, let stage?): try connection.all(lists.ofBoth, source, stage, end, count)
        }
    }
}

/// One list by its filters, each in the order of an index.
///
/// The page is found by numbers alone, so that no body is read and sorted that is not on it.
private struct QuarantineLists: Sendable {
    let all: SQL
    let ofSource: SQL
    let ofStage: SQL
    let ofBoth: SQL

    init(columns: String) {
        let list = { (condition: String) in
            SQL(
                """
                SELECT \(columns) FROM quarantine WHERE number IN (
                    SELECT number FROM quarantine WHERE \(condition)number < ? ORDER BY number DESC LIMIT ?
                ) ORDER BY number DESC
                """
            )
        }
        all = list("")
        ofSource = list("source = ? AND ")
        ofStage = list("stage = ? AND ")
        ofBoth = list("source = ? AND stage = ? AND ")
    }
}
