import Connectors
import Core
import Store
import Testing

@testable import Pipeline

@Suite("What a CRM is told")
struct WriteBackTests {
    @Test func aCRMWithoutWholeEventsGetsANoteOnThePersonsRecord() async throws {
        let scene = try Scene(sources: ["crm": Self.crm()])
        try await scene.record([Scene.placed, Self.known, Self.stop])
        let note = try #require(try await scene.queued().first { $0.kind == .writeBack })
        #expect(note.action == "log_activity")
        #expect(note.input["record"]?.string == "notes:77")
        #expect(note.input["email"]?.string == "ann@example.com")
        #expect(note.input["time"]?.string == Scene.noon.description)
        #expect(
            note.input["text"]?.string == "Asked not to be contacted by sms any more. “STOP” Account acme:1."
        )
    }

    @Test func theIDOfAnotherCRMIsNobodysRecordHere() async throws {
        let scene = try Scene(sources: ["crm": Self.crm()])
        var known = Self.known
        known.identifiers.removeAll { $0.kind == .crmID }
        known.identifiers += [Identifier(kind: .crmID, value: "elsewhere:77")].compactMap(\.self)
        try await scene.record([Scene.placed, known, Self.stop])
        let note = try #require(try await scene.queued().first { $0.kind == .writeBack })
        #expect(note.input["record"] == nil)
    }

    @Test func theSameEventTellsTheSameCRMOnce() async throws {
        let scene = try Scene(sources: ["crm": Self.crm()])
        try await scene.record([Scene.placed, Self.known, Self.stop, Self.stop])
        #expect(try await scene.queued().filter { $0.kind == .writeBack }.count == 1)
    }

    @Test(
        arguments: [
            ("payment.succeeded", ["amount": 8450, "currency": "USD"], "Paid USD 84.50. Account acme:1."),
            ("payment.succeeded", ["amount": 500, "currency": "JPY"], "Paid JPY 500. Account acme:1."),
            ("loop.closed", [:], "Nothing is left to pay; contacts have stopped. Account acme:1."),
            ("payment.charged_back", ["amount": 1], "A payment USD 0.01 was charged back. Account acme:1."),
            ("dispute.opened", ["verbatim": "not mine"], "Dispute opened. “not mine” Account acme:1."),
        ] as [(String, JSONObject, String)]
    )
    func anEventIsASentence(type: String, data: JSONObject, expected: String) {
        #expect(ActivityText(event: Scene.event(EventType(rawValue: type), "x", data)).text == expected)
    }

    private static var known: Event {
        var known = Scene.known
        known.identifiers += [Identifier(kind: .crmID, value: "notes:77")].compactMap(\.self)
        return known
    }

    private static var stop: Event {
        Scene.event(.consentRevoked, "stop", channel: .sms, ["verbatim": "STOP", "channel": "sms"])
    }

    private static func crm() throws -> Source {
        let text = """
            connector: notes
            version: 1
            secrets: [key]
            actions:
              log_activity:
                input: {record: string, text: string, time: string}
                request:
                  method: POST
                  url: https://notes.example.com/v1/notes
                  auth: {bearer: '${secret("key")}'}
                  json: {record: "${input.record}", text: "${input.text}"}
                idempotency: none
                response: {ok: status == 201, permanent: status == 400}
            """
        let connector = try Connector.read(text, name: "notes/connector.yaml")
        return Source(name: "crm", connector: connector, secrets: SecretSet([:]), config: [:], baseURL: nil)
    }
}
