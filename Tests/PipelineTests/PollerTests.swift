import Connectors
import Core
import Store
import Testing

@testable import Pipeline

@Suite("Providers' lists are read without a gap") struct PollerTests {
    private let name = ErrandName(.poll, source: "src", name: "texts")

    private func turn(_ scene: ErrandScene) async throws {
        let poll = try #require(scene.current.value.polls(at: scene.clock.now)[name])
        await scene.poller.turn(of: name, poll)
    }

    private func cursor(_ scene: ErrandScene) async throws -> String? {
        try await scene.store.read { [name] (tx) throws(StoreError) in try tx.cursor(name.description)?.value }
    }

    private func pending(_ scene: ErrandScene) async throws -> [String] {
        try await scene.store.read { (tx) throws(StoreError) in try tx.pendingItems(limit: 100).map(\.key) }
    }

    @Test("page by page to the end, each from where the last one ended")
    func pages() async throws {
        let scene = try ErrandScene()
        scene.provider.answers(
            .json(#"{"items":[{"id":"a"},{"id":"b"}],"next":"p1","more":true}"#),
            .json(#"{"items":[{"id":"b"},{"id":"c"}],"next":"p2"}"#)
        )
        try await turn(scene)
        #expect(scene.provider.calls == ["GET /list?since=", "GET /list?since=p1"])
        #expect(try await cursor(scene) == "p2")
        #expect(try await pending(scene) == ["a", "b", "c"])
        scene.provider.answers(.json(#"{"items":[],"next":"p2"}"#))
        try await turn(scene)
        #expect(scene.provider.calls.last == "GET /list?since=p2")
    }

    @Test("what a webhook brought is known: not stored again, and no conflict")
    func known() async throws {
        let scene = try ErrandScene()
        let webhook = RawWebhook(
            source: "src",
            method: "POST",
            url: "",
            headers: [],
            body: Array(#"{"id":"a"}"#.utf8),
            received: scene.clock.now
        )
        _ = try await scene.store.append(webhook, connector: "test@1", items: [ItemKey(key: "a", digest: "d")])
        scene.provider.answers(
            .json(#"{"items":[{"id":"a","state":"read"}],"next":"p1"}"#),
            .json(#"{"items":[{"id":"a","state":"old"},{"id":"b","text":"Hi"}],"next":"p2"}"#)
        )
        try await turn(scene)
        #expect(try await cursor(scene) == "p1")
        try await turn(scene)
        await scene.read()
        let (receipts, conflicts, text) = try await scene.store.read { (tx) throws(StoreError) in
            let receipts = try tx.receipts(source: nil, before: nil, limit: 10).count
            let conflicts = try tx.quarantined(before: nil, limit: 10).count
            return (receipts, conflicts, try tx.event(source: "src", id: "b")?.data["text"])
        }
        #expect(receipts == 2)
        #expect(conflicts == 0)
        #expect(text == "Hi", "the second item of a page in which only that is new")
    }

    @Test("a webhook that comes after its item was polled is a duplicate and no conflict")
    func webhookAfterPoll() async throws {
        let scene = try ErrandScene()
        scene.provider.answers(.json(#"{"items":[{"id":"a","state":"read"}],"next":"p1"}"#))
        try await turn(scene)
        let webhook = RawWebhook(
            source: "src",
            method: "POST",
            url: "",
            headers: [],
            body: Array(#"{"id":"a"}"#.utf8),
            received: scene.clock.now
        )
        let receipt = try await scene.store.append(
            webhook,
            connector: "test@1",
            items: [ItemKey(key: "a", digest: "d")]
        )
        #expect(receipt.duplicates == 1)
        #expect(receipt.conflicts == 0)
    }

    @Test(
        "a failure moves nothing on",
        arguments: [0, 1, 2, 3]
    )
    func failure(index: Int) async throws {
        let failures: [CallResult] = [
            .json("", status: 503), .lost(.timeout), .json("<html>"), .json(#"{"items":7,"next":"p1"}"#),
        ]
        let scene = try ErrandScene()
        scene.provider.answers(failures[index])
        try await turn(scene)
        #expect(try await cursor(scene) == nil)
        #expect(try await pending(scene).isEmpty)
        #expect(scene.catchUp.hold.isTotal)
    }

    @Test("contacts wait until the list is read to its end and into the timeline")
    func hold() async throws {
        let scene = try ErrandScene()
        #expect(scene.catchUp.hold.isTotal, "before anything runs")
        scene.provider.answers(.json(#"{"items":[{"id":"a","text":"STOP","phone":"+12125550147"}],"next":"p1"}"#))
        await scene.poller.once()
        #expect(scene.provider.calls.count == 1)
        #expect(scene.catchUp.hold.isTotal, "the stop is not read yet")
        await scene.read()
        await scene.poller.once()
        #expect(scene.catchUp.hold == ContactHold())
        #expect(scene.provider.calls.count == 1, "the next turn is in a minute")
        let stop = try await scene.store.read { (tx) throws(StoreError) in
            try tx.event(source: "src", id: "a:consent.revoked")
        }
        #expect(stop != nil)
    }

    @Test("after three failures only its own source waits; it is tried again by itself")
    func outage() async throws {
        let scene = try ErrandScene()
        for _ in 1...3 {
            #expect(scene.catchUp.hold.isTotal)
            await scene.poller.once()
            scene.clock.pass(5)
        }
        #expect(scene.catchUp.hold == ContactHold(sources: ["src"]))
        scene.provider.answers(.json(#"{"items":[],"next":"p1"}"#))
        await scene.poller.once()
        await scene.poller.once()
        #expect(scene.catchUp.hold == ContactHold())
    }

    @Test("a list that is not wanted holds nothing back")
    func unwanted() async throws {
        let scene = try ErrandScene(config: ["poll": false])
        #expect(scene.catchUp.hold == ContactHold())
        await scene.poller.once()
        #expect(scene.provider.calls.isEmpty)
    }
}

@Suite("What no webhook told") struct GapTests {
    private func read(_ items: String, in scene: ErrandScene) async throws -> [Event] {
        scene.provider.answers(.json(#"{"items":\#(items),"next":"p1"}"#))
        await scene.poller.once()
        await scene.read()
        return try await scene.store.read { (tx) throws(StoreError) in
            guard let phone = Identifier("phone:+12125550147"), let customer = try tx.customer(holding: phone) else {
                return []
            }
            return try tx.timeline(of: customer, after: nil, limit: 100)
        }
    }

    private static let webhook = RawWebhook(
        source: "src",
        method: "POST",
        url: "",
        headers: [],
        body: [],
        received: Scene.noon
    )

    private func item(_ id: String, secondsAgo: Int64, text: String = "Hi") -> String {
        let time = Scene.noon.adding(.seconds(-secondsAgo))
        return #"{"id":"\#(id)","at":"\#(time)","text":"\#(text)","phone":"+12125550147"}"#
    }

    @Test("an old event that is new to us is a gap, one for each item")
    func gap() async throws {
        let scene = try ErrandScene()
        let events = try await read("[\(item("a", secondsAgo: 3600, text: "STOP"))]", in: scene)
        let gaps = events.filter { $0.type == .gapFound }
        #expect(events.contains { $0.type == .consentRevoked })
        #expect(gaps.map(\.id) == ["gap:src:a"])
        #expect(gaps.first?.source == Event.ownSource)
        #expect(gaps.first?.cause == "a")
        #expect(
            gaps.first?.data == [
                "source": "src", "poll": "texts", "event": "a", "type": "message.received", "late_ms": 3_600_000,
            ]
        )
    }

    @Test("what has only just happened is none")
    func recent() async throws {
        let scene = try ErrandScene()
        let events = try await read("[\(item("a", secondsAgo: 60))]", in: scene)
        #expect(events.map(\.type) == [.messageReceived])
    }

    @Test("what a webhook brought, under another key, is none, and an opt-out is one")
    func known() async throws {
        let scene = try ErrandScene()
        var word = Event(
            id: "a",
            source: "src",
            type: .messageReceived,
            time: Scene.noon.adding(.seconds(-600)),
            recorded: Scene.noon,
            channel: .sms,
            direction: .inbound,
            data: ["text": "STOP"]
        )
        word.identifiers = [Identifier(kind: .phone, value: "+12125550147")].compactMap(\.self)
        var stop = word
        stop.id = "a:keyword"
        stop.type = .consentRevoked
        let item = ReadItem(
            PendingItem(number: 99, webhook: 99, index: 0, source: "src", key: "other"),
            of: JournaledWebhook(number: 99, webhook: Self.webhook, connector: "test@1"),
            .events([word, stop])
        )
        try await scene.store.write { (tx) throws(StoreError) in
            try scene.scene.timeline.record([item], turn: scene.scene.timeline.turn(tx, at: Scene.noon))
        }
        let events = try await read("[\(self.item("a", secondsAgo: 600, text: "STOP"))]", in: scene)
        #expect(events.filter { $0.type == .gapFound }.isEmpty)
        #expect(events.filter { $0.type == .consentRevoked }.map(\.id) == ["a:keyword"])
    }
}

@Suite("What would expire is renewed") struct MaintainerTests {
    private let name = ErrandName(.maintain, source: "src", name: "watch")

    @Test("at once, then by its interval, across restarts")
    func interval() async throws {
        let scene = try ErrandScene()
        scene.provider.answers(.json("{}"), .json("{}"))
        await scene.maintainer.once()
        #expect(scene.provider.calls == ["PUT /watch"])
        #expect(scene.provider.bodies == [#"{"id":"c1","url":"/hooks/src"}"#])
        let last = try await scene.store.read { [name] (tx) throws(StoreError) in try tx.cursor(name.description)?.at }
        #expect(last == scene.clock.now)
        scene.clock.pass(43_199)
        await scene.maintainer.once()
        #expect(scene.provider.calls.count == 1)
        scene.clock.pass(1)
        await scene.maintainer.once()
        #expect(scene.provider.calls.count == 2)
    }

    @Test("a failure is tried again soon and is no renewal")
    func failure() async throws {
        let scene = try ErrandScene()
        scene.provider.answers(.json("", status: 503), .json("{}"))
        await scene.maintainer.once()
        let last = try await scene.store.read { [name] (tx) throws(StoreError) in try tx.cursor(name.description) }
        #expect(last == nil)
        scene.clock.pass(1)
        await scene.maintainer.once()
        #expect(scene.provider.calls.count == 2)
    }

    @Test("nothing to renew asks nobody")
    func nothing() async throws {
        let scene = try ErrandScene(config: ["channel": ""])
        await scene.maintainer.once()
        #expect(scene.provider.calls.isEmpty)
    }
}
