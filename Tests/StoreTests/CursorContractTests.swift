import Core
import Store
import Testing

@Suite("Store: cursors and records of files") struct CursorContractTests {
    @Test("a cursor is what was saved last under its name", arguments: Engine.all)
    func cursors(engine: Engine) async throws {
        try await engine.withStore { store in
            #expect(try await store.cursor("poll:crm") == nil)
            let first = Cursor(name: "poll:crm", value: "", at: moment(1))
            let second = Cursor(name: "poll:crm", value: "page \u{0} \u{E9}", at: moment(2))
            try await store.write { (tx) throws(StoreError) in
                try tx.save(first)
                #expect(try tx.cursor("poll:crm") == first)
                try tx.save(second)
                try tx.save(Cursor(name: "poll:CRM", value: "other", at: moment(9)))
            }
            #expect(try await store.cursor("poll:crm") == second)
        }
    }

    @Test("a record is known by source and name", arguments: Engine.all)
    func records(engine: Engine) async throws {
        try await engine.withStore { store in
            let digest = String(repeating: "0f", count: 32)
            let first = FileRecord(source: "files", name: "acct 1", digest: digest, version: 1)
            let second = FileRecord(source: "files", name: "acct 1", digest: "other", version: 2)
            let foreign = FileRecord(source: "more", name: "acct 1", digest: "d", version: 1)
            #expect(try await store.record(of: first) == nil)
            for record in [first, foreign] {
                try await store.write { (tx) throws(StoreError) in try tx.save(record) }
            }
            #expect(try await store.record(of: first) == first)
            try await store.write { (tx) throws(StoreError) in try tx.save(second) }
            #expect(try await store.record(of: first) == second)
            #expect(try await store.record(of: foreign) == foreign)
        }
    }
}

extension EventStore {
    fileprivate func cursor(_ name: String) async throws(StoreError) -> Cursor? {
        try await read { (tx) throws(StoreError) in try tx.cursor(name) }
    }

    fileprivate func record(of other: FileRecord) async throws(StoreError) -> FileRecord? {
        try await read { (tx) throws(StoreError) in try tx.fileRecord(source: other.source, name: other.name) }
    }
}
