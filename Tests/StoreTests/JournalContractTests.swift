import Core
import Store
import Testing

@Suite("Store: the journal") struct JournalContractTests {
    @Test("a webhook comes back byte for byte", arguments: Engine.all)
    func roundTrip(engine: Engine) async throws {
        try await engine.withStore { store in
            let sent = RawWebhook.sample("{\"a\":\"\u{0}é\r\n\"}", at: Timestamp(microseconds: 1_700_000_000_123_456))
            let receipt = try await store.append(sent, [ItemKey("one")])
            let stored = try #require(
                try await store.read { (tx) throws(StoreError) in try tx.webhook(receipt.number) }
            )
            #expect(stored.number == receipt.number)
            #expect(stored.connector == "crm@1")
            #expect(stored.webhook.source == "crm")
            #expect(stored.webhook.method == "POST")
            #expect(stored.webhook.url == sent.url)
            #expect(stored.webhook.body == sent.body)
            #expect(stored.webhook.received == sent.received)
            #expect(stored.webhook.headers.map { [$0.name, $0.value] } == sent.headers.map { [$0.name, $0.value] })
        }
    }

    @Test("an empty body stays one", arguments: Engine.all)
    func emptyBody(engine: Engine) async throws {
        try await engine.withStore { store in
            let receipt = try await store.append(.sample(""), [ItemKey("one")])
            let stored = try await store.read { (tx) throws(StoreError) in try tx.webhook(receipt.number) }
            #expect(stored?.webhook.body == [])
        }
    }

    @Test("the same item again is a duplicate and nothing is stored", arguments: Engine.all)
    func duplicate(engine: Engine) async throws {
        try await engine.withStore { store in
            let first = try await store.append(.sample(), [ItemKey("one")])
            let second = try await store.append(.sample(at: moment(9)), [ItemKey("one")])
            #expect([first.accepted, first.duplicates, first.conflicts] == [1, 0, 0])
            #expect([second.accepted, second.duplicates, second.conflicts] == [0, 1, 0])
            #expect(second.number == 0)
            let receipts = try await store.receipts()
            #expect(receipts.map(\.number) == [first.number])
            #expect(receipts.map(\.duplicates) == [1])
        }
    }

    @Test("keys are compared as bytes and per source", arguments: Engine.all)
    func keysAreBytes(engine: Engine) async throws {
        try await engine.withStore { store in
            let keys = ["\u{E9}", "e\u{301}", "A", "a", "a\u{0}", "a "]
            let receipt = try await store.append(.sample(), keys.map { ItemKey($0) })
            #expect(receipt.accepted == keys.count)
            #expect(try await store.append(.sample(source: "other"), [ItemKey("a")]).accepted == 1)
        }
    }

    @Test("a request may hold known and new items", arguments: Engine.all)
    func mixed(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey("one")])
            let mixed = try await store.append(
                .sample(),
                [ItemKey("one"), ItemKey("two"), ItemKey("two"), ItemKey("three")]
            )
            #expect([mixed.accepted, mixed.duplicates, mixed.conflicts] == [2, 2, 0])
            let pending = try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 10) }
            #expect(pending.map(\.key) == ["one", "two", "three"])
            #expect(pending.map(\.index) == [0, 1, 3])
            #expect(pending.map(\.webhook).suffix(2) == [mixed.number, mixed.number])
            #expect(pending.map(\.number) == pending.map(\.number).sorted())
        }
    }

    @Test("items may be some of a request's, each with its place in it", arguments: Engine.all)
    func placed(engine: Engine) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey(key: "a", digest: "d", index: 4), ItemKey("b")])
            #expect(try await store.pending().map(\.index) == [4, 1])
        }
    }

    @Test("another body under a known key is kept as a conflict, once", arguments: Engine.all)
    func conflict(engine: Engine) async throws {
        try await engine.withStore { store in
            let first = try await store.append(.sample("first"), [ItemKey("one", "d1")])
            for body in ["second", "second", "third"] {
                let receipt = try await store.append(.sample(body), [ItemKey("one", body)])
                #expect([receipt.accepted, receipt.duplicates, receipt.conflicts] == [0, 0, 1])
            }
            let kept = try await store.read { (tx) throws(StoreError) in try tx.quarantined(before: nil, limit: 10) }
            #expect(kept.map { String(decoding: $0.webhook.body, as: UTF8.self) } == ["third", "second"])
            #expect(kept.allSatisfy { $0.stage == .conflict && $0.item != nil })
            let receipt = try #require(try await store.receipts().first)
            #expect([receipt.accepted, receipt.duplicates, receipt.conflicts] == [1, 3, 2])
            let stored = try await store.read { (tx) throws(StoreError) in try tx.webhook(first.number) }
            #expect(stored?.webhook.body == Array("first".utf8))
        }
    }

    @Test("an item that was read is pending no more", arguments: Engine.all, [ItemState.done, .ignored, .unreadable])
    func states(engine: Engine, state: ItemState) async throws {
        try await engine.withStore { store in
            _ = try await store.append(.sample(), [ItemKey("one"), ItemKey("two")])
            try await store.write { (tx) throws(StoreError) in
                let first = try tx.pendingItems(limit: 1)
                for item in first { try tx.finish(item: item.number, as: state) }
            }
            let pending = try await store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 10) }
            #expect(pending.map(\.key) == ["two"])
            // it is known all the same
            #expect(try await store.append(.sample(), [ItemKey("one")]).duplicates == 1)
        }
    }

    @Test("what could not be read or was ignored is read again; what was read well is not", arguments: Engine.all)
    func reopening(engine: Engine) async throws {
        try await engine.withStore { store in
            let states: [ItemState] = [.done, .ignored, .unreadable]
            _ = try await store.append(.sample(), states.map { ItemKey($0.rawValue) })
            let items = try await store.pending()
            for (item, state) in zip(items, states) { try await store.finish(item.number, state) }
            #expect(try await store.pending().isEmpty)
            try await store.write { (tx) throws(StoreError) in
                for item in items { try tx.reopen(item: item.number) }
                try tx.reopen(item: 999)
            }
            #expect(try await store.pending().map(\.key) == ["ignored", "unreadable"])
        }
    }

    @Test("an item is found by source and key", arguments: Engine.all)
    func findByKey(engine: Engine) async throws {
        try await engine.withStore { store in
            let digest = String(repeating: "a0", count: 32)
            _ = try await store.append(.sample(), [ItemKey("one"), ItemKey(digest)])
            let items = try await store.pending()
            try await store.read { (tx) throws(StoreError) in
                #expect(try tx.item(source: "crm", key: "one") == items[0].number)
                #expect(try tx.item(source: "crm", key: digest) == items[1].number)
                #expect(try tx.item(source: "crm", key: digest.uppercased()) == nil)
                #expect(try tx.item(source: "other", key: "one") == nil)
                #expect(try tx.item(items[1].number)?.key == digest)
                #expect(try tx.item(999) == nil)
            }
        }
    }

    @Test("receipts are listed newest first, by source, page by page", arguments: Engine.all)
    func listing(engine: Engine) async throws {
        try await engine.withStore { store in
            for index in 0..<6 {
                _ = try await store.append(.sample(source: index % 2 == 0 ? "a" : "b"), [ItemKey("\(index)")])
            }
            let all = try await store.receipts()
            #expect(all.map(\.source) == ["b", "a", "b", "a", "b", "a"])
            #expect(all.map(\.number) == all.map(\.number).sorted(by: >))
            #expect(try await store.receipts(source: "a").map(\.number) == [all[1], all[3], all[5]].map(\.number))
            #expect(try await store.receipts(before: all[3].number, limit: 1).map(\.number) == [all[4].number])
            #expect(try await store.receipts(source: "a", before: all[1].number, limit: 9).count == 2)
        }
    }

    @Test("64 copies at once are one item", arguments: Engine.all)
    func concurrentCopies(engine: Engine) async throws {
        try await engine.withStore { store in
            let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<64 {
                    group.addTask { try await store.append(.sample(), [ItemKey("same")]).accepted }
                }
                return try await group.reduce(0, +)
            }
            #expect(accepted == 1)
            #expect(try await store.receipts().map(\.duplicates) == [63])
        }
    }
}

extension EventStore {
    func append(_ webhook: RawWebhook, _ items: [ItemKey]) async throws(StoreError) -> Receipt {
        try await append(webhook, connector: "crm@1", items: items)
    }

    func receipts(source: String? = nil, before: Int64? = nil, limit: Int = 100) async throws(StoreError) -> [Receipt] {
        try await read { (tx) throws(StoreError) in try tx.receipts(source: source, before: before, limit: limit) }
    }
}
