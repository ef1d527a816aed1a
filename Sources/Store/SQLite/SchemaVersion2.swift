/// What the second version adds: what waits for a provider, what files said, and quarantine bounded by bytes.
extension Schema {
    static let waiting = """
        CREATE TABLE awaiting (
            item INTEGER PRIMARY KEY,
            due INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            reason TEXT
        ) STRICT;
        CREATE INDEX awaiting_by_due ON awaiting (due);
        CREATE TABLE fetched (
            item INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            json TEXT NOT NULL
        ) STRICT;
        CREATE TABLE cursors (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE file_records (
            source TEXT NOT NULL,
            name TEXT NOT NULL,
            digest ANY NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (source, name)
        ) STRICT, WITHOUT ROWID;

        """

    /// Sizes are kept per source and stage, and their sums apart, so that neither is ever counted; beside them the
    /// highest number an entry ever had.
    static let quarantineBytes = """
        ALTER TABLE quarantine ADD COLUMN peer TEXT;
        ALTER TABLE quarantine ADD COLUMN client_subject TEXT;
        DROP INDEX quarantine_rejected;
        CREATE INDEX quarantine_by_source ON quarantine (source, stage);
        CREATE INDEX quarantine_by_stage ON quarantine (stage);

        ALTER TABLE quarantine_sizes ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
        UPDATE quarantine_sizes SET bytes = (
            SELECT coalesce(sum(\(Quarantined.weight)), 0) FROM quarantine AS q
            WHERE q.source = quarantine_sizes.source AND q.stage = quarantine_sizes.stage
        );
        CREATE INDEX quarantine_sizes_by_bytes ON quarantine_sizes (stage, bytes);
        CREATE TABLE quarantine_totals (
            stage TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            highest INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO quarantine_totals (stage, size, bytes, highest)
        SELECT stage, sum(size), sum(bytes), (SELECT coalesce(max(number), 0) FROM quarantine)
        FROM quarantine_sizes GROUP BY stage;

        """

    /// Nonces are answers whose `at` is their end.
    static let nonces = """
        CREATE INDEX answers_nonces ON answers (at) WHERE key >= 'nonce:' AND key < 'nonce;';
        """
}
