import Connectors
import Core
import Store
import Testing

@testable import Pipeline

/// What was refused or could not be read, once the secret, the connector or the source is mended.
@Suite("Readmission from quarantine") struct ReadmissionTests {
    private typealias Setting = ReadmissionScene.Setting

    @Test("after the secret was mended a refused request is taken in as when it came, and leaves the quarantine")
    func secret() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong"))
        #expect(try await !scene.send())
        let number = try await scene.newest()

        #expect(try await scene.readmission.readmit(number)?.refusal == "bad_credentials")
        #expect(try await scene.entries().count == 1)

        try scene.mend(Setting())
        let report = try #require(try await scene.readmission.readmit(number))
        #expect(report.isGood)
        #expect(report.items == 2)
        #expect(report.events == [.messageReceived, .messageReceived])
        #expect(try await scene.entries().isEmpty)
        #expect(try await scene.pending() == ["a", "b"])
        #expect(try await scene.readmission.readmit(number) == nil)

        try await scene.work()
        #expect(try await scene.text("a") == "hello")
    }

    @Test("a plan says the same and changes nothing")
    func plan() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong"))
        try await scene.send()
        let number = try await scene.newest()
        #expect(try await scene.readmission.plan(number)?.refusal == "bad_credentials")
        try scene.mend(Setting())
        for _ in 0..<2 {
            let report = try #require(try await scene.readmission.plan(number))
            #expect(report.isGood)
            #expect(report.items == 2)
            #expect(report.events.count == 2)
        }
        #expect(try await scene.entries().map(\.number) == [number])
        #expect(try await scene.pending().isEmpty)
        #expect(try await scene.readmission.plan(number + 1) == nil)
    }

    @Test("what was signed in time is in time, however late somebody looks; what was stale stays so")
    func time() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong"))
        try await scene.send(at: 299)
        let inTime = try await scene.newest()
        try await scene.send(at: 301)
        let stale = try await scene.newest()
        try scene.mend(Setting())
        #expect(try await scene.readmission.plan(inTime)?.isGood == true)
        #expect(try await scene.readmission.plan(stale)?.refusal == "stale_timestamp")
    }

    @Test("what is known already is not journaled twice")
    func known() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong"))
        try await scene.send()
        try scene.mend(Setting())
        try await scene.send(#"{"items":[{"id":"a","text":"hello"}]}"#)
        let report = try #require(try await scene.readmission.readmit(try await scene.newest()))
        #expect(report.items == 1)
        #expect(report.known == 1)
        #expect(try await scene.pending() == ["a", "b"])
    }

    @Test("a URL that was signed is good once the public URL is mended")
    func publicURL() async throws {
        let verify = Setting.believesURLs
        let secret = "https://gw.example.com/hooks/paygood"
        let scene = try ReadmissionScene(Setting(token: secret, publicURL: "http://localhost:1", verify: verify))
        #expect(try await !scene.send())
        let number = try await scene.newest()
        #expect(try await scene.readmission.plan(number)?.refusal == "bad_credentials")
        try scene.mend(Setting(token: secret, verify: verify))
        #expect(try await scene.readmission.readmit(number)?.isGood == true)
        let stored = try await scene.store.read { (tx) throws(StoreError) in
            try tx.pendingItems(limit: 1).first.map { (item) throws(StoreError) in try tx.webhook(item.webhook) }
        }
        #expect(stored??.webhook.url == "https://gw.example.com/hooks/pay")
    }

    @Test("a body that was cut, or that numbers were taken out of, cannot be verified, and that is said")
    func damaged() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong"))
        let padding = String(repeating: " ", count: Journal.refusedBodyBytes)
        try await scene.send(ReadmissionScene.body + padding)
        let cut = try await scene.newest()
        try await scene.send(#"{"items":[{"id":"a","text":"4111 1111 1111 1111"}]}"#)
        let redacted = try await scene.newest()
        try scene.mend(Setting())
        #expect(try await scene.readmission.readmit(cut)?.refusal?.contains("only the beginning") == true)
        #expect(try await scene.readmission.readmit(redacted)?.refusal?.contains("taken out") == true)
        #expect(try await scene.entries().count == 2)
    }

    @Test("what was acknowledged and could not be decoded is read by the mended connector")
    func decode() async throws {
        let scene = try ReadmissionScene(Setting(split: "json.things"))
        #expect(try await scene.send())
        let entry = try #require(try await scene.entries().first)
        #expect(entry.stage == .decode)
        #expect(try await scene.readmission.plan(entry.number)?.refusal == entry.reason)
        try scene.mend(Setting())
        #expect(try await scene.readmission.plan(entry.number)?.events.count == 2)
        #expect(try await scene.readmission.readmit(entry.number)?.items == 2)
        #expect(try await scene.entries().isEmpty)
        try await scene.work()
        #expect(try await scene.text("b") == "again")
    }

    @Test("an item that could not be normalized is read again from the journal")
    func normalize() async throws {
        let scene = try ReadmissionScene(Setting(text: "${item.nothing}"))
        #expect(try await scene.send())
        try await scene.work()
        let entries = try await scene.entries()
        #expect(entries.map(\.stage) == [.normalize, .normalize])
        let number = entries[1].number
        #expect(try await scene.readmission.readmit(number)?.refusal == entries[1].reason)

        try scene.mend(Setting())
        let report = try #require(try await scene.readmission.readmit(number))
        #expect(report.isGood)
        #expect(report.events == [.messageReceived])
        #expect(try await scene.pending() == ["a"])
        #expect(try await scene.entries().map(\.number) == [entries[0].number])
        try await scene.work()
        #expect(try await scene.text("a") == "hello")
        #expect(try await scene.pending().isEmpty)
    }

    @Test("what is believed but cannot be normalized goes on, and a plan says so")
    func halfMended() async throws {
        let scene = try ReadmissionScene(Setting(token: "wrong"))
        try await scene.send()
        try scene.mend(Setting(text: "${item.nothing}"))
        let report = try #require(try await scene.readmission.plan(try await scene.newest()))
        #expect(report.isGood)
        #expect(report.events.isEmpty)
        #expect(report.unreadable.count == 2)
    }

    @Test("without its source an entry stays")
    func sourceGone() async throws {
        let scene = try ReadmissionScene(Setting(split: "json.things"))
        try await scene.send()
        try scene.mend(nil)
        #expect(try await scene.readmission.readmit(try await scene.newest())?.refusal?.contains("source") == true)
        #expect(try await scene.entries().count == 1)
    }
}
