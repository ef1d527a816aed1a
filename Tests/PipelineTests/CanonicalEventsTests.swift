import Core
import Foundation
import Store
import Testing

@testable import Pipeline

/// Events that are pushed in our own vocabulary.
@Suite("Canonical events") struct CanonicalEventsTests {
    private let events: CanonicalEvents

    init() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("pushed-\(UUID().uuidString).db").path
        let journal = Journal(store: try SQLiteStore.open(path: path), counters: Counters(), onAppend: {})
        events = CanonicalEvents(journal: journal)
    }

    private func accept(_ body: String) async throws -> (accepted: Int, duplicates: Int) {
        try await events.accept(
            RawWebhook(
                source: CanonicalEvents.source,
                method: "POST",
                url: "",
                headers: [],
                body: Array(body.utf8),
                received: Scene.noon
            )
        )
    }

    private func event(_ id: String, _ type: String, _ data: String, _ more: String = "") -> String {
        #"{"id":"\#(id)","source":"crm","type":"\#(type)","time":"2027-03-02T16:00:00Z","data":\#(data)\#(more)}"#
    }

    @Test("an event that says all its type requires is taken, in the vocabulary's words or in the envelope's")
    func complete() async throws {
        let placed = #"{"balance":1,"currency":"USD","oldest_due":"2027-01-01"}"#
        let sent = event("2", "message.sent", #"{"message":"m"}"#, #","address":"+15005550006""#)
        #expect(try await accept(event("1", "account.placed", placed, #","subject":"account/acme:1""#)).accepted == 1)
        #expect(try await accept(sent).accepted == 1)
    }

    @Test("one that does not is refused with everything that it lacks, and nothing of its batch is taken")
    func incomplete() async throws {
        let paid = event("2", "payment.succeeded", #"{"payment":"p","amount":5}"#)
        let batch = "[\(event("1", "message.delivered", #"{"message":"m"}"#)),\(paid)]"
        let error = await #expect(throws: IntakeError.self) { try await accept(batch) }
        guard case .malformed(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason == "event 1: `payment.succeeded` needs `origin`, `fee`")
        #expect(try await accept(event("1", "message.delivered", #"{"message":"m"}"#)).accepted == 1)
    }
}
