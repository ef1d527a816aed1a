/// Brings a file to the present version of the schema, forward only, each step in one transaction.
struct Migration {
    private let connection: Connection
    private let steps: [SQL]

    init(_ connection: Connection, steps: [SQL] = Schema.migrations) {
        self.connection = connection
        self.steps = steps
    }

    /// Reads only.
    /// - Throws: ``StoreError/corrupt`` when the file is another program's, ``StoreError/newerSchema(_:)`` when a
    ///   newer version of ours wrote it.
    func check() throws(StoreError) {
        let version = try version()
        guard try isOurs(version) else { throw .corrupt }
        guard version <= steps.count else { throw .newerSchema(version) }
    }

    /// Takes the steps that are missing.
    func run() throws(StoreError) {
        for version in try version()..<steps.count { try take(steps[version], to: version + 1) }
    }

    private func take(_ step: SQL, to version: Int) throws(StoreError) {
        do throws(StoreError) {
            try connection.runScript(Self.begin)
            try connection.runScript(step)
            // PRAGMA takes no parameters; both values are ours
            try connection.runScript(SQL("PRAGMA application_id = \(Schema.applicationID)"))
            try connection.runScript(SQL("PRAGMA user_version = \(version)"))
            try connection.runScript(Self.commit)
        } catch {
            if connection.isInTransaction { try connection.runScript(Self.rollback) }
            throw error
        }
    }

    /// A file without tables is nobody's yet.
    private func isOurs(_ version: Int) throws(StoreError) -> Bool {
        let id: Int64? = try connection.first(Self.selectApplicationID)
        if id == Schema.applicationID { return true }
        let tables: Int64? = try connection.first(Self.countTables)
        return id == 0 && version == 0 && tables == 0
    }

    private func version() throws(StoreError) -> Int {
        let version: Int64? = try connection.first(Self.selectVersion)
        return Int(version ?? 0)
    }

    private static let selectVersion = SQL("PRAGMA user_version")
    private static let selectApplicationID = SQL("PRAGMA application_id")
    private static let countTables = SQL("SELECT count(*) FROM sqlite_schema")
    private static let begin = SQL("BEGIN IMMEDIATE")
    private static let commit = SQL("COMMIT")
    private static let rollback = SQL("ROLLBACK")
}
