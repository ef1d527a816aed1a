import Core
import Store
import Testing

@Suite("Store: items that wait for a provider's record") struct AwaitingContractTests {
    @Test("an item that waits is pending no more, and counted apart", arguments: Engine.all)
    func waits(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey("one"), ItemKey("two")])
            let items = try await store.pending()
            try await store.await(items[0].number, until: 5, attempts: 1, reason: "timeout")
            #expect(try await store.pending().map(\.key) == ["two"])
            let counts = try await store.read { (tx) throws(StoreError) in try tx.counts(at: moment(0)) }
            #expect(counts.pendingItems == 1)
            #expect(counts.awaitingItems == 1)
            let waiting = try #require(try await store.listing().first)
            #expect(waiting.item.number == items[0].number)
            #expect(waiting.item.webhook == items[0].webhook)
            #expect(waiting.item.index == 0)
            #expect(waiting.item.source == "crm")
            #expect(waiting.item.key == "one")
            #expect(waiting.due == moment(5))
            #expect(waiting.attempts == 1)
            #expect(waiting.reason == "timeout")
            // it is known all the same
            #expect(try await store.append(.sample(), [ItemKey("one")]).duplicates == 1)
        }
    }

    @Test("due ones come earliest first; waiting again moves them", arguments: Engine.all)
    func due(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), ["a", "b", "c", "d"].map { ItemKey($0) })
            #expect(try await store.read { (tx) throws(StoreError) in try tx.nextAwaited() } == nil)
            let times: [Int64] = [7, 2, 2, 9]
            for (item, time) in zip(try await store.pending(), times) {
                try await store.await(item.number, until: time)
            }
            #expect(try await store.dueItems(at: 1).isEmpty)
            #expect(try await store.dueItems(at: 7).map(\.item.key) == ["b", "c", "a"])
            #expect(try await store.dueItems(at: 7, limit: 2).map(\.item.key) == ["b", "c"])
            #expect(try await store.read { (tx) throws(StoreError) in try tx.nextAwaited() } == moment(2))
            let second = try #require(try await store.dueItems(at: 2).first)
            try await store.await(second.item.number, until: 8, attempts: 2, reason: "http_503")
            #expect(try await store.dueItems(at: 9).map(\.item.key) == ["c", "a", "b", "d"])
            #expect(try await store.dueItems(at: 9).map(\.attempts) == [1, 1, 2, 1])
        }
    }

    @Test("all are listed newest first, page by page", arguments: Engine.all)
    func listing(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), ["a", "b", "c"].map { ItemKey($0) })
            for item in try await store.pending() { try await store.await(item.number, until: 1) }
            let first = try await store.listing(limit: 2)
            #expect(first.map(\.item.key) == ["c", "b"])
            #expect(try await store.listing(before: first.last?.item.number).map(\.item.key) == ["a"])
        }
    }

    @Test("with the record an item is pending again, and the record stays", arguments: Engine.all)
    func keep(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey("one"), ItemKey("two")])
            let items = try await store.pending()
            try await store.await(items[0].number, until: 5)
            try await store.keep(["name": "Ann", "balance": 1250], for: items[0].number)
            #expect(try await store.pending().map(\.key) == ["one", "two"])
            #expect(try await store.listing().isEmpty)
            #expect(try await store.fetched(items[0].number) == ["name": "Ann", "balance": 1250])
            #expect(try await store.fetched(items[1].number) == nil)
            try await store.keep(["name": "Bea"], for: items[0].number)
            #expect(try await store.fetched(items[0].number) == ["name": "Bea"])
            try await store.finish(items[0].number, .done)
            try await store.keep(["name": "Eve"], for: items[0].number)
            #expect(try await store.pending().map(\.key) == ["two"])
        }
    }

    @Test("an item that was read waits for nothing", arguments: Engine.all)
    func finished(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey("one"), ItemKey("two")])
            let items = try await store.pending()
            try await store.await(items[0].number, until: 5)
            try await store.finish(items[0].number, .unreadable)
            try await store.finish(items[1].number, .done)
            for item in items { try await store.await(item.number, until: 6) }
            #expect(try await store.listing().isEmpty)
            #expect(try await store.dueItems(at: 9).isEmpty)
        }
    }
}

extension EventStore {
    fileprivate func `await`(
        _ item: Int64,
        until seconds: Int64,
        attempts: Int = 1,
        reason: String? = nil
    ) async throws(StoreError) {
        try await write { (tx) throws(StoreError) in
            try tx.await(item: item, until: moment(seconds), attempts: attempts, reason: reason)
        }
    }

    fileprivate func keep(_ record: JSON, for item: Int64) async throws(StoreError) {
        try await write { (tx) throws(StoreError) in try tx.keep(fetched: record, for: item, at: moment(3)) }
    }

    fileprivate func fetched(_ item: Int64) async throws(StoreError) -> JSON? {
        try await read { (tx) throws(StoreError) in try tx.fetched(for: item) }
    }

    fileprivate func dueItems(at seconds: Int64, limit: Int = 10) async throws(StoreError) -> [AwaitingItem] {
        try await read { (tx) throws(StoreError) in try tx.awaitingItems(at: moment(seconds), limit: limit) }
    }

    fileprivate func listing(before: Int64? = nil, limit: Int = 10) async throws(StoreError) -> [AwaitingItem] {
        try await read { (tx) throws(StoreError) in try tx.awaiting(before: before, limit: limit) }
    }
}

extension EventStore {
    func pending() async throws(StoreError) -> [PendingItem] {
        try await read { (tx) throws(StoreError) in try tx.pendingItems(limit: 100) }
    }

    func finish(_ item: Int64, _ state: ItemState) async throws(StoreError) {
        try await write { (tx) throws(StoreError) in try tx.finish(item: item, as: state) }
    }
}
