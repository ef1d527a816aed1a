/// The tables by version.
///
/// A version that was released is never changed: a new one is added behind it.
enum Schema {
    /// `THRL`: marks a file as ours.
    static let applicationID: Int64 = 0x5448_524C

    /// What leads from each version to the next, from 0 on.
    static let migrations = [SQL(journal + timeline + outbox), SQL(waiting + quarantineBytes + nonces)]

    private static let journal = """
        CREATE TABLE webhooks (
            number INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            connector TEXT NOT NULL,
            method TEXT NOT NULL,
            url TEXT NOT NULL,
            headers TEXT NOT NULL,
            received INTEGER NOT NULL,
            first_item INTEGER NOT NULL,
            items INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX webhooks_by_source ON webhooks (source);

        CREATE TABLE items (
            number INTEGER PRIMARY KEY,
            webhook INTEGER NOT NULL,
            idx INTEGER NOT NULL,
            source TEXT NOT NULL,
            key ANY NOT NULL,
            digest ANY NOT NULL,
            state TEXT NOT NULL,
            duplicates INTEGER NOT NULL DEFAULT 0,
            last_duplicate INTEGER,
            UNIQUE (source, key)
        ) STRICT;
        CREATE INDEX items_pending ON items (number) WHERE state = 'pending';

        CREATE TABLE quarantine (
            number INTEGER PRIMARY KEY,
            stage TEXT NOT NULL,
            reason TEXT NOT NULL,
            item INTEGER,
            digest ANY,
            source TEXT NOT NULL,
            method TEXT NOT NULL,
            url TEXT NOT NULL,
            headers TEXT NOT NULL,
            received INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX quarantine_rejected ON quarantine (source) WHERE stage = 'verify';
        CREATE UNIQUE INDEX quarantine_conflicts ON quarantine (item, digest) WHERE stage = 'conflict';
        CREATE TABLE quarantine_sizes (
            source TEXT NOT NULL,
            stage TEXT NOT NULL,
            size INTEGER NOT NULL,
            PRIMARY KEY (source, stage)
        ) STRICT, WITHOUT ROWID;

        """

    private static let timeline = """
        CREATE TABLE customers (
            id TEXT PRIMARY KEY,
            created INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE identifiers (
            kind TEXT NOT NULL,
            value TEXT NOT NULL,
            customer TEXT NOT NULL,
            place INTEGER NOT NULL,
            linked INTEGER NOT NULL,
            PRIMARY KEY (kind, value)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identifiers_by_customer ON identifiers (customer, place);

        CREATE TABLE events (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            source TEXT NOT NULL,
            type TEXT NOT NULL,
            time INTEGER NOT NULL,
            recorded INTEGER NOT NULL,
            customer TEXT,
            account TEXT,
            channel TEXT,
            direction TEXT,
            address TEXT,
            identifiers TEXT NOT NULL,
            delivery TEXT,
            cause TEXT,
            read_by TEXT NOT NULL,
            policy TEXT,
            message TEXT,
            data TEXT NOT NULL,
            UNIQUE (source, id)
        ) STRICT;
        CREATE INDEX events_by_customer ON events (customer, time, source, id) WHERE customer IS NOT NULL;
        CREATE INDEX events_unclaimed ON events (source, message) WHERE customer IS NULL AND message IS NOT NULL;
        CREATE INDEX events_unclaimed_by_delivery ON events (delivery)
            WHERE customer IS NULL AND delivery IS NOT NULL;

        CREATE TABLE runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            playbook TEXT NOT NULL,
            version INTEGER NOT NULL,
            customer TEXT NOT NULL,
            account TEXT NOT NULL,
            persona TEXT NOT NULL,
            step TEXT NOT NULL,
            waiting TEXT NOT NULL,
            wake INTEGER,
            entered INTEGER NOT NULL,
            ended TEXT,
            memory TEXT NOT NULL
        ) STRICT;
        CREATE INDEX runs_by_customer ON runs (customer) WHERE ended IS NULL;
        CREATE INDEX runs_by_account ON runs (account, playbook, entered);
        CREATE INDEX runs_by_wake ON runs (wake, id) WHERE ended IS NULL AND wake IS NOT NULL;

        """

    private static let outbox = """
        CREATE TABLE deliveries (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            customer TEXT NOT NULL,
            account TEXT,
            creditor TEXT NOT NULL,
            channel TEXT NOT NULL,
            address TEXT,
            source TEXT NOT NULL,
            action TEXT NOT NULL,
            input TEXT NOT NULL,
            purpose TEXT NOT NULL,
            due INTEGER NOT NULL,
            created INTEGER NOT NULL,
            template TEXT,
            run TEXT,
            cause TEXT,
            is_reply INTEGER NOT NULL,
            state TEXT NOT NULL,
            expires INTEGER,
            attempts INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            claimed_at INTEGER,
            provider_id TEXT,
            result TEXT NOT NULL,
            last_error TEXT
        ) STRICT;
        CREATE INDEX deliveries_due ON deliveries (due, id) WHERE state = 'queued';
        CREATE INDEX deliveries_dispatching ON deliveries (claimed_at) WHERE state = 'dispatching';
        CREATE INDEX deliveries_by_customer ON deliveries (customer, state);
        CREATE INDEX deliveries_by_state ON deliveries (state);
        CREATE INDEX deliveries_by_provider_id ON deliveries (source, provider_id) WHERE provider_id IS NOT NULL;

        CREATE TABLE ledger (
            number INTEGER PRIMARY KEY,
            delivery TEXT NOT NULL,
            customer TEXT NOT NULL,
            account TEXT,
            channel TEXT NOT NULL,
            address TEXT,
            wall_time INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            boot_time INTEGER NOT NULL,
            is_reply INTEGER NOT NULL,
            is_released INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX ledger_by_customer ON ledger (customer) WHERE is_released = 0;
        CREATE INDEX ledger_by_delivery ON ledger (delivery);

        CREATE TABLE decisions (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            customer TEXT NOT NULL,
            at INTEGER NOT NULL,
            json TEXT NOT NULL
        ) STRICT;
        CREATE INDEX decisions_by_customer ON decisions (customer, at);

        CREATE TABLE answers (
            key TEXT PRIMARY KEY,
            digest TEXT NOT NULL,
            status INTEGER NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX answers_by_time ON answers (at);
        """
}
