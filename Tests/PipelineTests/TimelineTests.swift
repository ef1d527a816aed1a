import Core
import Store
import Testing

@testable import Pipeline

@Suite("What an event demands is done in the transaction that records it")
struct TimelineTests {
    @Test func aPlacementEntersAPlaybookAndQueuesAContact() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        let types = try await scene.types(of: scene.customer())
        #expect(types.contains("playbook.entered"))
        #expect(types.contains("contact.allowed"))
        #expect(try await scene.queued().map(\.channel) == [.sms])
    }

    @Test func theSameEventTwiceDoesNothing() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        let before = try await scene.types(of: scene.customer())
        try await scene.record([Scene.placed, Scene.known, Scene.placed])
        #expect(try await scene.types(of: scene.customer()) == before)
        #expect(try await scene.queued().count == 1)
    }

    @Test func atNightTheContactWaitsForTheMorning() async throws {
        let scene = try Scene()
        let night = try #require(Timestamp(rfc3339: "2027-03-03T03:00:00Z"))
        try await scene.record([Scene.known, Scene.placed], at: night)
        let deferred = try #require(
            try await scene.events(of: scene.customer()).first { $0.type == .contactDeferred }
        )
        #expect(deferred.data["until"] == "2027-03-03T13:00:00Z")
        #expect(deferred.data["rule"] == "REGF-6B1-HOURS")
        #expect(try await scene.queued().first?.due.description == "2027-03-03T13:00:00Z")
    }

    @Test func stopCancelsWhatItForbidsAndConfirmsOnce() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        var reply = Scene.event(.messageReceived, "m1", channel: .sms, ["text": "Stop."])
        reply.direction = .inbound
        reply.address = "+12125550147"
        try await scene.record([reply])
        let types = try await scene.types(of: scene.customer())
        #expect(types.contains("consent.revoked"))
        #expect(types.contains("contact.cancelled"))
        let queued = try await scene.queued()
        #expect(queued.filter { $0.kind == .contact && $0.channel == .sms }.map(\.purpose) == ["opt_out_confirmation"])
        #expect(queued.contains { $0.kind == .writeBack })
    }

    @Test func afterStopThePlaybookGoesOnByMail() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        var reply = Scene.event(.messageReceived, "m1", channel: .sms, ["text": "STOP"])
        reply.direction = .inbound
        reply.address = "+12125550147"
        try await scene.record([reply])
        try await scene.store.write { (tx) throws(StoreError) in
            for run in try tx.dueRuns(at: Scene.noon, limit: 10) {
                try RunEngine(turn: scene.timeline.turn(tx, at: Scene.noon)).wake(run)
            }
        }
        #expect(try await scene.queued().contains { $0.channel == .email && $0.purpose == "collection" })
    }

    @Test func aFullPaymentClosesTheLoopAndKeepsTheReceipt() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        let payment = Scene.event(
            .paymentSucceeded,
            "p",
            at: Scene.noon.adding(.seconds(60)),
            channel: Channel(rawValue: "payment"),
            ["payment": "p1", "amount": 10_000, "currency": "USD"]
        )
        try await scene.record([payment])
        let events = try await scene.events(of: scene.customer())
        #expect(events.contains { $0.type == .loopClosed })
        #expect(events.contains { $0.type == .playbookExited && $0.data["reason"] == "goal" })
        let queued = try await scene.queued()
        #expect(queued.filter { $0.kind == .contact }.map(\.purpose) == ["receipt"])
        #expect(queued.contains { $0.kind == .writeBack })
    }

    @Test func aPartPaymentKeepsTheRunGoing() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        let payment = Scene.event(
            .paymentSucceeded,
            "p",
            at: Scene.noon.adding(.seconds(60)),
            channel: Channel(rawValue: "payment"),
            ["payment": "p1", "amount": 4000, "currency": "USD"]
        )
        try await scene.record([payment])
        let types = try await scene.types(of: scene.customer())
        #expect(!types.contains("loop.closed"))
        #expect(!types.contains("playbook.exited"))
    }

    @Test func whatCameDuringTheSendIsNotWaitedForAgain() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        let part = Scene.event(
            .paymentSucceeded,
            "p",
            at: Scene.noon.adding(.seconds(1)),
            ["payment": "p1", "amount": 100, "currency": "USD"]
        )
        try await scene.record([part])
        try await scene.store.write { (tx) throws(StoreError) in
            let later = Scene.noon.adding(.seconds(2))
            for var contact in try tx.deliveries(state: .queued, limit: 10) where contact.run != nil {
                contact.state = .accepted
                _ = try tx.update(contact)
                if let run = contact.run { try tx.wake(run: run, at: later) }
            }
            for run in try tx.dueRuns(at: later, limit: 10) {
                try RunEngine(turn: scene.timeline.turn(tx, at: later)).wake(run)
            }
        }
        let exited = try await scene.events(of: scene.customer()).first { $0.type == .playbookExited }
        #expect(exited?.data["reason"] == "exhausted")
    }

    @Test func theConfirmationGoesWhereTheStopCameFrom() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        var reply = Scene.event(.messageReceived, "m1", channel: .sms, ["text": "STOP"])
        reply.direction = .inbound
        reply.address = "+12125550199"
        try await scene.record([reply])
        let confirmation = try await scene.queued().first { $0.purpose == "opt_out_confirmation" }
        #expect(confirmation?.address == "+12125550199")
    }

    @Test func aCeaseStopsEverything() async throws {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        try await scene.record([Scene.event(.ceaseRequested, "c", ["written": true, "scope": "all"])])
        #expect(try await scene.queued().filter { $0.kind == .contact }.isEmpty)
        #expect(try await scene.types(of: scene.customer()).contains("playbook.exited"))
    }

    @Test func anUnknownCreditorIsQuarantined() async throws {
        let scene = try Scene()
        var stranger = Scene.placed
        stranger.account = AccountKey(creditor: "nobody", reference: "9")
        let webhook = RawWebhook(source: "test", method: "POST", url: "", headers: [], body: [], received: Scene.noon)
        let item = PendingItem(number: 1, webhook: 1, index: 0, source: "test", key: "k")
        let stored = JournaledWebhook(number: 1, webhook: webhook, connector: "test@1")
        try await scene.store.write { [stranger] (tx) throws(StoreError) in
            let turn = scene.timeline.turn(tx, at: Scene.noon)
            try scene.timeline.record([ReadItem(item, of: stored, .events([stranger]))], turn: turn)
        }
        let entries = try await scene.store.read { (tx) throws(StoreError) in try tx.quarantined(before: nil, limit: 10)
        }
        #expect(entries.first?.reason == "no creditor is called `nobody`")
    }
}
