import Connectors
import Core
import Store
import Testing

@testable import Pipeline

/// Entries that need a person: a second body under one key, a nonce that was used, and what is thrown away.
@Suite("Readmission by a person") struct ReadmissionConflictTests {
    private typealias Setting = ReadmissionScene.Setting

    @Test("a second body is let in only by force, under a key and with events of its own")
    func conflict() async throws {
        let scene = try ReadmissionScene()
        try await scene.send()
        try await scene.work()
        try await scene.send(#"{"items":[{"id":"c","text":"new"},{"id":"b","text":"other"}]}"#)
        try await scene.work()
        let entry = try #require(try await scene.entries().first)
        #expect(entry.stage == .conflict)
        #expect(try await scene.readmission.readmit(entry.number)?.refusal?.contains("force") == true)
        #expect(try await scene.readmission.plan(entry.number, force: true)?.items == 1)
        #expect(try await scene.pending().isEmpty)

        let report = try #require(try await scene.readmission.readmit(entry.number, force: true))
        #expect(report.items == 1)
        #expect(report.events == [.messageReceived])
        let key = try #require(try await scene.pending().first)
        #expect(key.hasPrefix("b#again:"))
        try await scene.work()
        #expect(try await scene.text("b") == "again")
        #expect(try await scene.text(key) == "other")
        #expect(try await scene.entries().isEmpty)
    }

    @Test("a nonce is used once, also by way of the quarantine")
    func nonce() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong", verify: Setting.believesOnce))
        try await scene.send()
        let first = try await scene.newest()
        try await scene.send(#"{"items":[{"id":"evil","text":"x"}]}"#)
        let second = try await scene.newest()
        try scene.mend(Setting(verify: Setting.believesOnce))
        #expect(try await scene.readmission.plan(second)?.isGood == true)
        #expect(try await scene.readmission.readmit(first)?.isGood == true)
        #expect(try await scene.readmission.readmit(second)?.refusal == "replayed")
        #expect(try await scene.entries().map(\.number) == [second])
        #expect(try await scene.pending() == ["a", "b"])
    }

    @Test("what was refused for a nonce stays refused, even when that is forgotten")
    func replayed() async throws {
        let scene = try ReadmissionScene()
        let webhook = RawWebhook(
            source: "pay",
            method: "POST",
            url: "https://gw.example.com/hooks/pay",
            headers: [("token", "good"), ("at", String(Scene.noon.seconds))],
            body: Array(ReadmissionScene.body.utf8),
            received: Scene.noon
        )
        let number = try await scene.store.write { (tx) throws(StoreError) in
            try tx.quarantine(Quarantined(stage: .verify, reason: "replayed", webhook: webhook))
        }
        #expect(try await scene.readmission.readmit(number)?.refusal == "replayed")
    }

    @Test("64 at once take an entry in once")
    func once() async throws {
        let scene = try ReadmissionScene(Setting(split: "json.things"))
        try await scene.send()
        let number = try await scene.newest()
        try scene.mend(Setting())
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { try await scene.readmission.readmit(number) != nil } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
        #expect(try await scene.pending() == ["a", "b"])
        #expect(scene.counters.all.first { $0.key.labels.contains("readmitted") }?.value == 1)
    }

    @Test("what was refused may be thrown away; what was acknowledged only with a reason")
    func discard() async throws {
        let scene = try ReadmissionScene(Setting(split: "json.things"))
        try await scene.send(token: "bad")
        let refused = try await scene.newest()
        try await scene.send()
        let acknowledged = try await scene.newest()
        #expect(try await scene.readmission.discard(refused) == .discarded)
        #expect(try await scene.readmission.discard(refused) == .unknown)
        #expect(try await scene.readmission.discard(acknowledged) == .needsReason)
        #expect(try await scene.entries().map(\.number) == [acknowledged])
        #expect(try await scene.readmission.discard(acknowledged, because: "a test of the provider") == .discarded)
        #expect(try await scene.entries().isEmpty)
    }
}
