import Core
import Store
import Testing

@testable import Pipeline

@Suite("API triggers")
struct TriggerTests {
    private func triggers(_ scene: Scene) -> Triggers {
        Triggers(
            configuration: Current(scene.configuration),
            store: scene.store,
            clock: FixedClock(now: Scene.noon),
            ids: IDSource(seed: 9),
            onDeliveries: {}
        )
    }

    private func ask(_ identifiers: [String]) -> Triggers.Request {
        Triggers.Request(identifiers: identifiers.compactMap { Identifier($0) })
    }

    private func placed() async throws -> Scene {
        let scene = try Scene()
        try await scene.record([Scene.known, Scene.placed])
        return scene
    }

    @Test func theSameKeyIsAnsweredTheSameAndSendsOnce() async throws {
        let scene = try await placed()
        let request = ask(["account:acme:1"])
        let before = try await scene.queued().count
        let first = try await triggers(scene).fire("remind", request, body: [1], key: "k")
        let second = try await triggers(scene).fire("remind", request, body: [1], key: "k")
        #expect(first == second)
        #expect(try await scene.queued().count == before + 1)
        await #expect(throws: Triggers.Failure.self) {
            try await triggers(scene).fire("remind", request, body: [2], key: "k")
        }
    }

    @Test func aPlanKeepsNothing() async throws {
        let scene = try await placed()
        let before = try await scene.types(of: scene.customer())
        let answer = try await triggers(scene).plan("remind", ask(["account:acme:1"]))
        #expect(answer["decision"]?["decision"] == "allow")
        #expect(try await scene.types(of: scene.customer()) == before)
    }

    @Test func anAccountInAPlaybookDoesNotEnterTwice() async throws {
        let scene = try await placed()
        let before = try await scene.queued().count
        let first = try await triggers(scene).fire("again", ask(["account:acme:1"]), body: [], key: nil)
        let second = try await triggers(scene).fire("again", ask(["account:acme:1"]), body: [], key: nil)
        #expect(first["entered"] == false)
        #expect(first["run"]?.string != nil)
        #expect(first["run"] == second["run"])
        #expect(try await scene.queued().count == before)
    }

    @Test func twoPeopleAreNotMixed() async throws {
        let scene = try await placed()
        var other = Scene.event(EventType(rawValue: "customer.created"), "other")
        other.account = nil
        other.identifiers = [Identifier(kind: .phone, value: "+12125550199")].compactMap(\.self)
        try await scene.record([other])
        for identifiers in [["phone:+12125550199", "account:acme:1"], ["account:acme:1", "account:acme:2"]] {
            await #expect(throws: Triggers.Failure.self) {
                try await triggers(scene).fire("remind", ask(identifiers), body: [], key: nil)
            }
        }
    }
}

private struct FixedClock: WallClock {
    let now: Timestamp
}
