import Core

extension SQLiteSnapshot {
    func activeRuns(of customer: String) throws(StoreError) -> [Run] {
        try connection.all(Self.selectActive, customer)
    }

    private static let selectActive = SQL(
        "SELECT \(Run.columns) FROM runs WHERE customer = ? AND ended IS NULL ORDER BY number"
    )

    func runs(of account: AccountKey, playbook: String) throws(StoreError) -> [Run] {
        try connection.all(Self.selectOfAccount, account, playbook)
    }

    private static let selectOfAccount = SQL(
        """
        SELECT \(Run.columns) FROM runs WHERE account = ? AND playbook = ? ORDER BY entered DESC, number DESC
        """
    )

    func dueRuns(at now: Timestamp, limit: Int) throws(StoreError) -> [Run] {
        try connection.all(Self.selectDue, now, max(0, limit))
    }

    private static let selectDue = SQL(
        "SELECT \(Run.columns) FROM runs WHERE ended IS NULL AND wake <= ? ORDER BY wake, id LIMIT ?"
    )
}

extension SQLiteTransaction {
    func save(_ run: Run) throws(StoreError) {
        try connection.run(
            Self.upsertRun,
            run.id,
            run.playbook,
            run.version,
            run.customer,
            run.account,
            run.persona,
            run.step,
            run.entered,
            run.waiting.stored,
            run.wake,
            run.ended,
            run.memory
        )
    }

    private static let upsertRun = SQL(
        """
        INSERT INTO runs (\(Run.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET
            customer = excluded.customer, step = excluded.step, waiting = excluded.waiting, wake = excluded.wake,
            ended = excluded.ended, memory = excluded.memory
        """
    )

    func wake(run: String, at time: Timestamp) throws(StoreError) {
        try connection.run(Self.updateWake, time, run)
    }

    private static let updateWake = SQL("UPDATE runs SET wake = ? WHERE id = ? AND ended IS NULL")
}
