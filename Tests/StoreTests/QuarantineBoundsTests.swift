import Core
import Store
import Testing

@Suite("Store: how much of what was refused is kept") struct QuarantineBoundsTests {
    /// Room for four bodies of 10,000 bytes per source, and for six of all sources.
    private static let bounds = QuarantineBounds(entries: 8, bytes: 45_000, totalBytes: 65_000)

    @Test("above the bytes of a source its oldest give way, as many as it takes", arguments: Engine.all)
    func bytesOfSource(engine: Engine) async throws {
        try await engine.withStore(bounds: Self.bounds) { store in
            _ = try await store.quarantine(.sample(.verify, source: "b", reason: "other"))
            for index in 0..<5 { _ = try await store.quarantine(.sample(.verify, reason: "\(index)", bytes: 10_000)) }
            #expect(try await store.reasons() == ["4", "3", "2", "1", "other"])
            _ = try await store.quarantine(.sample(.verify, reason: "big", bytes: 40_000))
            #expect(try await store.reasons() == ["big", "other"])
            #expect(try await store.quarantineSize() == 2)
        }
    }

    @Test("what was taken out or gave way counts no more", arguments: Engine.all)
    func sizesFollow(engine: Engine) async throws {
        try await engine.withStore(bounds: Self.bounds) { store in
            for round in 0..<50 {
                let number = try await store.quarantine(.sample(.verify, reason: "\(round)", bytes: 10_000))
                if round.isMultiple(of: 2) {
                    #expect(try await store.remove(number))
                }
            }
            #expect(try await store.reasons() == ["49", "47", "45", "43"])
        }
    }

    @Test("headers and URLs count too, and an empty request is not free", arguments: Engine.all)
    func everythingCounts(engine: Engine) async throws {
        let bounds = QuarantineBounds(entries: 1_000, bytes: 10_000, totalBytes: .max)
        try await engine.withStore(bounds: bounds) { store in
            for _ in 0..<100 { _ = try await store.quarantine(.sample(.verify, bytes: 0)) }
            let kept = try await store.quarantined().count
            #expect((10...30).contains(kept))
        }
    }

    @Test("above the bytes of all, the source that holds most gives way, not one that was quiet", arguments: Engine.all)
    func bytesOfAll(engine: Engine) async throws {
        try await engine.withStore(bounds: Self.bounds) { store in
            _ = try await store.quarantine(.sample(.verify, source: "quiet", reason: "quiet", bytes: 1_000))
            for index in 0..<40 {
                let source = ["a", "b", "c", "d"][index % 4]
                _ = try await store.quarantine(.sample(.verify, source: source, reason: "\(index)", bytes: 10_000))
            }
            let kept = try await store.reasons()
            #expect(kept.count == 7)
            #expect(kept.first == "39")
            #expect(kept.last == "quiet")
        }
    }

    @Test("nothing acknowledged is lost when the bounds are reached", arguments: Engine.all)
    func acknowledgedStays(engine: Engine) async throws {
        try await engine.withStore(bounds: Self.bounds) { store in
            let item = try await store.append(.sample("first", source: "a"), [ItemKey("one", "d0")]).number
            for index in 0..<30 {
                for stage in [Quarantined.Stage.decode, .verify, .normalize] {
                    let source = index.isMultiple(of: 2) ? "a" : "b"
                    _ = try await store.quarantine(
                        .sample(stage, source: source, reason: "\(stage) \(index)", bytes: 10_000, item: item)
                    )
                }
                let again = RawWebhook.sample("again \(index)", source: "a")
                let receipt = try await store.append(again, [ItemKey("one", "\(index)")])
                #expect(receipt.conflicts == 1)
            }
            for stage in [Quarantined.Stage.decode, .normalize, .conflict] {
                #expect(try await store.quarantined(stage: stage).count == 30)
            }
            #expect(try await store.quarantined(stage: .verify).count == 6)
            #expect(try await store.quarantineSize() == 96)
        }
    }

    @Test("by default, what cannot be read stays beyond the number of refused requests", arguments: Engine.all)
    func acknowledgedByDefault(engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.write { (tx) throws(StoreError) in
                for _ in 0..<Quarantined.limit + 5 {
                    _ = try tx.quarantine(Quarantined(stage: .decode, reason: "not JSON", webhook: .sample()))
                }
            }
            #expect(try await store.quarantined().count == Quarantined.limit + 5)
        }
    }

    @Test("bounds hold after closing and opening", arguments: Engine.all)
    func reopened(engine: Engine) async throws {
        try await withFolder { folder in
            for start in [0, 4] {
                let store = try await engine.open(folder, bounds: Self.bounds)
                for index in start..<start + 4 {
                    _ = try await store.quarantine(.sample(.verify, reason: "\(index)", bytes: 10_000))
                }
                #expect(try await store.quarantineSize() == 4)
                await store.close()
            }
        }
    }
}

extension EventStore {
    /// Newest first.
    fileprivate func reasons() async throws(StoreError) -> [String] {
        try await quarantined().map(\.reason)
    }
}
