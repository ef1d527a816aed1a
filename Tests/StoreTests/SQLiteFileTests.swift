import CSQLite
import Core
import Foundation
import Testing

@testable import Store

@Suite("Store: the SQLite file") struct SQLiteFileTests {
    @Test("what was acknowledged is in a copy taken without closing, as after a kill")
    func kill() async throws {
        try await withFolder { folder in
            let live = try SQLiteStore.open(path: "\(folder)/live.db")
            for index in 0..<50 { _ = try await live.append(.sample(), [ItemKey("\(index)")]) }
            // by another process: closing the file in this one would drop the locks of the store
            for ending in ["", "-wal"] { try copy("\(folder)/live.db\(ending)", to: "\(folder)/copy.db\(ending)") }
            let copy = try SQLiteStore.open(path: "\(folder)/copy.db")
            #expect(try await copy.receipts().count == 50)
            await copy.close()
            await live.close()
        }
    }

    @Test("a file of a newer version is refused and not touched")
    func newerSchema() async throws {
        try await withFolder { folder in
            let path = "\(folder)/store.db"
            let store = try SQLiteStore.open(path: path)
            await store.close()
            try script("PRAGMA user_version = 1000", at: path)
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(throws: StoreError.newerSchema(1000)) { try SQLiteStore.open(path: path) }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    @Test("another program's file is refused and not touched")
    func foreignFile() async throws {
        try await withFolder { folder in
            let path = "\(folder)/store.db"
            try script("CREATE TABLE theirs (id)", at: path)
            let before = try Data(contentsOf: URL(filePath: path))
            #expect(throws: StoreError.corrupt) { try SQLiteStore.open(path: path) }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            try Data("no database, but long enough to be one, or so it says".utf8).write(to: URL(filePath: path))
            #expect(throws: StoreError.corrupt) { try SQLiteStore.open(path: path) }
        }
    }

    @Test("a folder that is not there is an error")
    func missingFolder() {
        #expect(throws: StoreError.io(code: Int(SQLITE_CANTOPEN))) { try SQLiteStore.open(path: "/nowhere/store.db") }
    }

    @Test("a migration that fails leaves the file as it was")
    func failedMigration() async throws {
        try await withFolder { folder in
            let connection = try connection(at: "\(folder)/store.db")
            defer { connection.close() }
            try Migration(connection).run()
            let broken = SQL("CREATE TABLE extra (id); CREATE TABLE webhooks (id)")
            let migration = Migration(connection, steps: Schema.migrations + [broken])
            #expect(throws: StoreError.self) { try migration.run() }
            let extra: Int64? = try connection.first(SQL("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"))
            #expect(extra == 0)
            let version: Int64? = try connection.first(SQL("PRAGMA user_version"))
            #expect(version == Int64(Schema.migrations.count))
        }
    }

    @Test("a file of the first version keeps its quarantine, and knows how big it is")
    func firstVersion() async throws {
        try await withFolder { folder in
            let path = "\(folder)/store.db"
            let connection = try connection(at: path)
            try Migration(connection, steps: Array(Schema.migrations.prefix(1))).run()
            try connection.runScript(Self.oldQuarantine)
            connection.close()
            // room for one body of 10,000 bytes per source
            let bounds = QuarantineBounds(entries: 100, bytes: 15_000, totalBytes: .max)
            let store = try SQLiteStore.open(path: path, bounds: bounds)
            #expect(try await store.quarantineSize() == 4)
            #expect(try await store.quarantined().map(\.webhook.peer) == [nil, nil, nil, nil])
            #expect(try await store.quarantine(.sample(.verify, source: "a", reason: "new")) == 5)
            #expect(try await store.quarantined().map(\.reason) == ["new", "r4", "r3", "r2"])
            await store.close()
        }
    }

    private static let oldQuarantine = SQL(
        """
        WITH entries (number, stage, source) AS (
            VALUES (1, 'verify', 'a'), (2, 'verify', 'a'), (3, 'decode', 'a'), (4, 'verify', 'b')
        )
        INSERT INTO quarantine (number, stage, reason, source, method, url, headers, received, body)
        SELECT number, stage, 'r' || number, source, 'POST', 'https://example.org', '[]', 0, zeroblob(10000)
        FROM entries;
        INSERT INTO quarantine_sizes (source, stage, size)
        SELECT source, stage, count(*) FROM quarantine GROUP BY source, stage;
        """
    )

    @Test("the file is its owner's alone, and closing leaves no log behind")
    func modeAndLog() async throws {
        try await withFolder { folder in
            let path = "\(folder)/store.db"
            let store = try SQLiteStore.open(path: path)
            _ = try await store.append(.sample(), [ItemKey("one")])
            for ending in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path + ending)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            await store.close()
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            #expect(!store.isPoisoned)
        }
    }

    @Test("a reader cannot write")
    func readers() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(path: "\(folder)/store.db")
            let reader = try Opening.reader(path: "\(folder)/store.db")
            #expect(throws: StoreError.self) { try reader.run(SQL("DELETE FROM items")) }
            reader.close()
            await store.close()
        }
    }

    @Test("while somebody else holds the file, work is refused and nothing is lost")
    func locked() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore.open(path: "\(folder)/store.db")
            let other = try connection(at: "\(folder)/store.db")
            try other.runScript(SQL("BEGIN IMMEDIATE"))
            await #expect(throws: StoreError.busy) { try await store.append(.sample(), [ItemKey("one")]) }
            try other.runScript(SQL("ROLLBACK"))
            other.close()
            #expect(try await store.append(.sample(), [ItemKey("one")]).accepted == 1)
            #expect(!store.isPoisoned)
            await store.close()
        }
    }

    private func connection(at path: String) throws -> Connection {
        try Connection(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    }

    private func script(_ text: String, at path: String) throws {
        let connection = try connection(at: path)
        defer { connection.close() }
        try connection.runScript(SQL(text))
    }

    private func copy(_ path: String, to copy: String) throws {
        let process = try Process.run(URL(filePath: "/bin/cp"), arguments: [path, copy])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
