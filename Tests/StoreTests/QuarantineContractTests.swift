import Core
import Store
import Testing

@Suite("Store: quarantine") struct QuarantineContractTests {
    @Test("an entry comes back with its reason, newest first", arguments: Engine.all)
    func roundTrip(engine: Engine) async throws {
        try await engine.withStore { store in
            let first = try await store.quarantine(
                Quarantined(stage: .verify, reason: "bad_signature", webhook: .sample("1"))
            )
            let second = try await store.quarantine(
                Quarantined(stage: .normalize, reason: "no such field", item: 7, webhook: .sample("2"))
            )
            let kept = try await store.quarantined()
            #expect(kept.map(\.number) == [second, first])
            #expect(kept.map(\.stage) == [.normalize, .verify])
            #expect(kept.map(\.reason) == ["no such field", "bad_signature"])
            #expect(kept.map(\.item) == [7, nil])
            #expect(kept[1].webhook.body == Array("1".utf8))
            #expect(kept[1].webhook.headers.count == 3)
            #expect(try await store.quarantined(before: second).map(\.number) == [first])
        }
    }

    @Test("above the limit the oldest refused requests of the same source give way", arguments: Engine.all)
    func bound(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in
                _ = try tx.quarantine(
                    Quarantined(stage: .verify, reason: "other source", webhook: .sample(source: "b"))
                )
                _ = try tx.quarantine(Quarantined(stage: .decode, reason: "other stage", webhook: .sample(source: "a")))
                for index in 0..<Quarantined.limit + 5 {
                    let reason = "\(index)"
                    _ = try tx.quarantine(Quarantined(stage: .verify, reason: reason, webhook: .sample(source: "a")))
                }
            }
            let kept = try await store.quarantined()
            #expect(kept.count == Quarantined.limit + 2)
            #expect(kept.suffix(3).map(\.reason) == ["5", "other stage", "other source"])
            #expect(kept.first?.reason == "\(Quarantined.limit + 4)")
            let counts = try await store.read { (tx) throws(StoreError) in try tx.counts(at: moment(0)) }
            #expect(counts.quarantined == Int64(Quarantined.limit + 2))
        }
    }

    @Test("lists by source and by stage, page by page", arguments: Engine.all)
    func filters(engine: Engine) async throws {
        try await engine.withStore { store in
            for (source, stage) in [("a", Quarantined.Stage.verify), ("b", .decode), ("a", .decode), ("a", .decode)] {
                _ = try await store.quarantine(.sample(stage, source: source))
            }
            let all = try await store.quarantined().map(\.number)
            #expect(try await store.quarantined(source: "a").map(\.number) == [all[0], all[1], all[3]])
            #expect(try await store.quarantined(stage: .decode).map(\.number) == [all[0], all[1], all[2]])
            #expect(try await store.quarantined(source: "a", stage: .decode).map(\.number) == [all[0], all[1]])
            #expect(try await store.quarantined(source: "a", stage: .conflict).isEmpty)
            #expect(try await store.quarantined(source: "a", before: all[0], limit: 1).map(\.number) == [all[1]])
        }
    }

    @Test("a number is never used again, also after closing and opening", arguments: Engine.all)
    func numbers(engine: Engine) async throws {
        try await withFolder { folder in
            var numbers: [Int64] = []
            for stage in [Quarantined.Stage.verify, .decode, .verify] {
                let store = try await engine.open(folder)
                let number = try await store.quarantine(.sample(stage))
                #expect(try await store.remove(number))
                numbers.append(number)
                await store.close()
            }
            #expect(numbers == [1, 2, 3])
        }
    }

    @Test("a list tells how long a body is and does not hold it", arguments: Engine.all)
    func outlines(engine: Engine) async throws {
        try await engine.withStore { store in
            for (stage, bytes) in [(Quarantined.Stage.normalize, 3), (.verify, 20), (.verify, 5)] {
                _ = try await store.quarantine(.sample(stage, reason: "\(bytes)", bytes: bytes, item: 7))
            }
            let outlines = try await store.read { (tx) throws(StoreError) in
                try tx.quarantineOutlines(matching: QuarantineFilter(stage: .verify), before: nil, limit: 9)
            }
            #expect(outlines.map(\.number) == (try await store.quarantined(stage: .verify).map(\.number)))
            #expect(outlines.map(\.bytes) == [5, 20])
            #expect(outlines.map(\.reason) == ["5", "20"])
            #expect(outlines.map(\.item) == [7, 7])
            #expect(outlines.allSatisfy { $0.source == "a" && $0.method == "POST" && $0.received == moment(0) })
        }
    }

    @Test("one entry is shown by its number, whole, with who sent it; then taken out", arguments: Engine.all)
    func oneEntry(engine: Engine) async throws {
        try await engine.withStore { store in
            let number = try await store.quarantine(.sample(.verify, peer: "192.0.2.7", clientSubject: "CN=crm"))
            let other = try await store.quarantine(.sample(.decode))
            let entry = try #require(try await store.entry(number))
            #expect(entry.webhook.peer == "192.0.2.7")
            #expect(entry.webhook.clientSubject == "CN=crm")
            #expect(entry.webhook.url == RawWebhook.sample(source: "a").url)
            #expect(try await store.entry(other)?.webhook.peer == nil)

            #expect(try await store.remove(number))
            #expect(try await !store.remove(number))
            #expect(try await store.entry(number) == nil)
            #expect(try await store.quarantined().map(\.number) == [other])
            #expect(try await store.quarantineSize() == 1)
        }
    }
}

extension EventStore {
    func remove(_ number: Int64) async throws(StoreError) -> Bool {
        try await write { (tx) throws(StoreError) in try tx.remove(quarantined: number) }
    }

    func quarantine(_ entry: Quarantined) async throws(StoreError) -> Int64 {
        try await write { (tx) throws(StoreError) in try tx.quarantine(entry) }
    }

    func quarantined(
        source: String? = nil,
        stage: Quarantined.Stage? = nil,
        before: Int64? = nil,
        limit: Int = .max
    ) async throws(StoreError) -> [Quarantined] {
        let filter = QuarantineFilter(source: source, stage: stage)
        return try await read { (tx) throws(StoreError) in
            try tx.quarantined(matching: filter, before: before, limit: limit)
        }
    }

    func entry(_ number: Int64) async throws(StoreError) -> Quarantined? {
        try await read { (tx) throws(StoreError) in try tx.quarantined(number) }
    }

    func quarantineSize() async throws(StoreError) -> Int64 {
        try await read { (tx) throws(StoreError) in try tx.counts(at: moment(0)).quarantined }
    }
}

extension Quarantined {
    /// An entry with a body of so many bytes; `reason` tells it from others.
    static func sample(
        _ stage: Stage,
        source: String = "a",
        reason: String = "why",
        bytes: Int = 2,
        item: Int64? = nil,
        peer: String? = nil,
        clientSubject: String? = nil
    ) -> Quarantined {
        let sample = RawWebhook.sample(source: source)
        let webhook = RawWebhook(
            source: source,
            method: sample.method,
            url: sample.url,
            headers: sample.headers,
            body: [UInt8](repeating: 0x61, count: bytes),
            received: sample.received,
            peer: peer,
            clientSubject: clientSubject
        )
        return Quarantined(stage: stage, reason: reason, item: item, webhook: webhook)
    }
}
