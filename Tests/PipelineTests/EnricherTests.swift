import Connectors
import Core
import Store
import Testing

@testable import Pipeline

@Suite("Thin items are fetched before they are read") struct EnricherTests {
    /// Journals webhooks of the scene's source and lets the worker read them.
    private func take(_ bodies: [String], in scene: ErrandScene) async throws {
        for body in bodies {
            let webhook = RawWebhook(
                source: "src",
                method: "POST",
                url: "",
                headers: [],
                body: Array(body.utf8),
                received: scene.clock.now
            )
            let key = ItemKey(key: body, digest: body)
            _ = try await scene.store.append(webhook, connector: "test@1", items: [key])
        }
        await scene.read()
    }

    private func awaiting(_ scene: ErrandScene) async throws -> [AwaitingItem] {
        try await scene.store.read { (tx) throws(StoreError) in try tx.awaiting(before: nil, limit: 10) }
    }

    /// Asks for everything that waits, whether its time has come or not.
    private func ask(_ scene: ErrandScene) async throws {
        for item in try await awaiting(scene) { await scene.enricher.ask(for: item) }
    }

    private func texts(_ scene: ErrandScene) async throws -> [String] {
        let events = try await scene.store.read { (tx) throws(StoreError) in
            try ["a", "b"].map { id throws(StoreError) in try tx.event(source: "src", id: id) }
        }
        return events.compactMap { $0?.data["text"]?.string }
    }

    @Test("a thin item waits, one beside it does not; fetched, it is read")
    func fetched() async throws {
        let scene = try ErrandScene()
        try await take([#"{"id":"a","thin":true}"#, #"{"id":"b","text":"Hi","phone":"+12125550147"}"#], in: scene)
        #expect(try await texts(scene) == ["Hi"])
        let waiting = try await awaiting(scene)
        #expect(waiting.map(\.attempts) == [0])
        #expect(waiting.map(\.due) == [scene.clock.now])
        scene.provider.answers(.json(#"{"text":"Hello","phone":"+12125550148"}"#))
        try await ask(scene)
        #expect(scene.provider.calls == ["GET /items/a"])
        #expect(try await awaiting(scene).isEmpty)
        await scene.read()
        #expect(try await texts(scene) == ["Hello", "Hi"])
    }

    @Test("a provider that is down is asked again, and the reason is told")
    func again() async throws {
        let scene = try ErrandScene()
        try await take([#"{"id":"a","thin":true}"#], in: scene)
        scene.provider.answers(.json("", status: 503), .lost(.timeout), .json(#"{"text":"Hello"}"#))
        try await ask(scene)
        let first = try #require(try await awaiting(scene).first)
        #expect(first.attempts == 1)
        #expect(first.reason == "`get` answered http_503")
        let wait = first.due.since(scene.clock.now)
        #expect(wait >= .milliseconds(500) && wait <= .seconds(1))
        try await ask(scene)
        #expect(try await awaiting(scene).first?.reason == "`get` answered timeout")
        try await ask(scene)
        await scene.read()
        #expect(try await texts(scene) == ["Hello"])
    }

    @Test("what a provider does not have goes to quarantine, and is asked for again when it is taken in")
    func permanent() async throws {
        let scene = try ErrandScene()
        try await take([#"{"id":"a","thin":true}"#], in: scene)
        scene.provider.answers(.json("", status: 404))
        try await ask(scene)
        #expect(try await awaiting(scene).isEmpty)
        let entry = try await scene.store.read { (tx) throws(StoreError) in
            try tx.quarantined(before: nil, limit: 10).first
        }
        #expect(entry?.stage == .normalize)
        #expect(entry?.reason == "`get` answered http_404")
        let item = try #require(entry?.item)
        try await scene.store.write { (tx) throws(StoreError) in try tx.reopen(item: item) }
        await scene.read()
        #expect(try await awaiting(scene).map(\.attempts) == [0])
    }

    @Test("a connector that no longer asks reads the item as it is")
    func noLongerThin() async throws {
        let scene = try ErrandScene()
        try await take([#"{"id":"a","thin":true,"text":"as it came"}"#], in: scene)
        let plain = try ErrandScene(config: ["enrich": false])
        scene.current.replace(plain.current.value)
        try await ask(scene)
        #expect(scene.provider.calls.isEmpty)
        await scene.read()
        #expect(try await texts(scene) == ["as it came"])
    }

    @Test("a source that is gone is told")
    func sourceGone() async throws {
        let scene = try ErrandScene()
        try await take([#"{"id":"a","thin":true}"#], in: scene)
        scene.current.replace(try Scene().configuration)
        try await ask(scene)
        let reasons = try await scene.store.read { (tx) throws(StoreError) in
            try tx.quarantined(before: nil, limit: 10).map(\.reason)
        }
        #expect(reasons == ["the source is no longer configured"])
    }

    @Test("the loop asks for what is due and lets the rest wait")
    func loop() async throws {
        let scene = try ErrandScene()
        try await take([#"{"id":"a","thin":true}"#, #"{"id":"b","thin":true}"#], in: scene)
        let later = scene.clock.now.adding(.seconds(60))
        let items = try await awaiting(scene).map(\.item.number).sorted()
        try await scene.store.write { (tx) throws(StoreError) in
            try tx.await(item: items[1], until: later, attempts: 1, reason: "busy")
        }
        scene.provider.answers(.json(#"{"text":"Hello"}"#))
        await scene.enricher.once()
        #expect(scene.provider.calls == ["GET /items/a"])
        #expect(try await awaiting(scene).map(\.item.number) == [items[1]])
    }

    @Test(
        "what an answer means",
        arguments: [
            (ActionOutcome.accepted(providerID: "r1", result: ["a": 1]), 1, "fetched"),
            (.refused(code: "gone", message: "", retryAfter: nil, isPermanent: true), 1, "never `get` answered gone"),
            (.refused(code: "busy", message: "", retryAfter: .seconds(90), isPermanent: false), 1, "again in 90 s"),
            (.refused(code: "busy", message: "", retryAfter: nil, isPermanent: false), 3, "again in 4 s"),
            (.unknown(code: "timeout"), 23, "again in 3600 s"), (.reauth, 1, "again in 1 s"),
            (.unknown(code: "timeout"), 24, "never `get` answered timeout, 24 times"),
        ] as [(ActionOutcome, Int, String)]
    )
    func answers(outcome: ActionOutcome, attempts: Int, expected: String) {
        let answer = EnrichAnswer(outcome, of: "get", attempts: attempts, now: Scene.noon, fraction: 1)
        switch answer {
        case .fetched(let full):
            #expect(expected == "fetched")
            #expect(full == ["a": 1, "provider_message_id": "r1"])
        case .again(let time, _):
            #expect(expected == "again in \(time.since(Scene.noon).microseconds / 1_000_000) s")
        case .never(let reason): #expect(expected == "never \(reason)")
        }
    }
}
