import Core
import Store
import Synchronization
import Testing

@Suite("Store: transactions") struct StoreContractTests {
    @Test("work that throws leaves nothing; its neighbours in the group stay", arguments: Engine.all)
    func rollback(engine: Engine) async throws {
        try await engine.withStore { store in
            let abandoned = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<200 {
                    group.addTask { try await store.appendOrAbandon(index) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(abandoned == 67)
            #expect(try await store.receipts(limit: 1000).count == 133)
            let pending = try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 1000) }
            #expect(pending.count == 133)
            #expect(pending.allSatisfy { (Int($0.key) ?? 0) % 3 != 0 })
        }
    }

    @Test("work that throws alone leaves nothing", arguments: Engine.all)
    func lonelyRollback(engine: Engine) async throws {
        try await engine.withStore { store in
            let isAbandoned = try await store.appendOrAbandon(0)
            #expect(isAbandoned)
            #expect(try await store.receipts().isEmpty)
            #expect(try await store.append(.sample(), [ItemKey("0")]).accepted == 1)
        }
    }

    @Test("a transaction sees what it wrote, others do not before it ends", arguments: Engine.all)
    func ownWrites(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in
                _ = try tx.insert(.sample("e1"))
                #expect(try tx.event(source: "crm", id: "e1") != nil)
            }
            #expect(try await store.timeline().count == 1)
        }
    }

    @Test("a snapshot does not change while others write", arguments: Engine.all)
    func snapshot(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.insert(.sample("e1"))
            let (hasLooked, hasWritten) = (Gate(), Gate())
            async let counts = store.read { (tx) throws(StoreError) in
                let before = try tx.timeline(of: "cus_1", after: nil, limit: 10).count
                hasLooked.open()
                hasWritten.waitOnThread()
                return [before, try tx.timeline(of: "cus_1", after: nil, limit: 10).count]
            }
            await hasLooked.wait()
            _ = try await store.insert(.sample("e2"))
            hasWritten.open()
            #expect(try await counts == [1, 1])
            #expect(try await store.timeline().count == 2)
        }
    }

    @Test("all is there after closing and opening", arguments: Engine.all)
    func reopen(engine: Engine) async throws {
        try await withFolder { folder in
            let first = try await engine.open(folder)
            let receipt = try await first.append(.sample("body"), [ItemKey("one")])
            _ = try await first.enqueue(.sample("del_1"))
            await first.close()
            let second = try await engine.open(folder)
            let stored = try await second.read { (tx) throws(StoreError) in try tx.webhook(receipt.number) }
            #expect(stored?.webhook.body == Array("body".utf8))
            #expect(try await second.delivery("del_1") != nil)
            #expect(try await second.append(.sample(), [ItemKey("one")]).duplicates == 1)
            #expect(try await second.append(.sample(), [ItemKey("two")]).number == receipt.number + 1)
            await second.close()
        }
    }

    @Test("closing finishes what is queued and refuses the rest", arguments: Engine.all)
    func closing(engine: Engine) async throws {
        try await withFolder { folder in
            let store = try await engine.open(folder)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<100 {
                    group.addTask { (try? await store.append(.sample(), [ItemKey("\(index)")])) != nil }
                }
                group.addTask {
                    await store.close()
                    return false
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            await store.close()
            await #expect(throws: StoreError.closed) { try await store.receipts() }
            await #expect(throws: StoreError.closed) { try await store.append(.sample(), [ItemKey("late")]) }
            let again = try await engine.open(folder)
            #expect(try await again.receipts(limit: 1000).count == outcomes)
            await again.close()
        }
    }

    @Test("sizes of the queues", arguments: Engine.all)
    func counts(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey("one"), ItemKey("two")])
            _ = try await store.insert(.sample("e1"))
            try await store.save(.sample("due", entered: 1))
            try await store.save(.sample("later", entered: 9))
            let counts = try await store.read { (tx) throws(StoreError) in try tx.counts(at: moment(5)) }
            #expect(counts.pendingItems == 2)
            #expect(counts.events == 1)
            #expect(counts.activeRuns == 2)
            #expect(counts.dueRuns == 1)
            #expect(counts.deliveries.isEmpty)
            #expect(counts.dueDeliveries == 0)
            #expect(counts.quarantined == 0)
        }
    }
}

extension EventStore {
    /// Appends an item; every third time the work thinks better of it.
    ///
    /// True when it was abandoned.
    fileprivate func appendOrAbandon(_ index: Int) async throws(StoreError) -> Bool {
        do throws(StoreError) {
            try await write { (tx) throws(StoreError) in
                _ = try tx.append(.sample(), connector: "crm@1", items: [ItemKey("\(index)")])
                if index % 3 == 0 { throw .abandoned }
            }
            return false
        } catch .abandoned {
            return true
        }
    }
}
