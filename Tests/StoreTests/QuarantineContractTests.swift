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

    @Test("what was acknowledged and cannot be read never gives way", arguments: Engine.all)
    func acknowledgedStays(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in
                for _ in 0..<Quarantined.limit + 5 {
                    _ = try tx.quarantine(Quarantined(stage: .decode, reason: "not JSON", webhook: .sample()))
                }
            }
            #expect(try await store.quarantined().count == Quarantined.limit + 5)
        }
    }
}

extension EventStore {
    func quarantine(_ entry: Quarantined) async throws(StoreError) -> Int64 {
        try await write { (tx) throws(StoreError) in try tx.quarantine(entry) }
    }

    func quarantined(before: Int64? = nil) async throws(StoreError) -> [Quarantined] {
        try await read { (tx) throws(StoreError) in try tx.quarantined(before: before, limit: .max) }
    }
}
