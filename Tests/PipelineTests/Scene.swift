import Connectors
import Core
import Foundation
import Policy
import Store
import Testing
import YAML

@testable import Pipeline

/// A store, a small policy and a customer to play with; the time is handed in.
struct Scene {
    static let noon = time("2027-03-02T17:00:00Z")
    static let account = AccountKey(creditor: "acme", reference: "1")

    static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(seconds: 0) }

    let store: SQLiteStore
    let timeline: Timeline
    let configuration: Configuration

    init(sources: [String: Source] = [:]) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("scene-\(UUID().uuidString).db").path
        store = try SQLiteStore.open(path: path)
        configuration = try Scene.makeConfiguration(sources: sources)
        timeline = Timeline(configuration: configuration, ids: IDSource(seed: 7))
    }

    /// Records events one after the other, each in its own transaction.
    func record(_ events: [Event], at now: Timestamp = noon) async throws {
        for event in events {
            try await store.write { [timeline] (tx) throws(StoreError) in
                let turn = timeline.turn(tx, at: now)
                try timeline.record([event], turn: turn)
            }
        }
    }

    func types(of customer: String) async throws -> [String] {
        try await events(of: customer).map(\.type.rawValue)
    }

    func events(of customer: String) async throws -> [Event] {
        try await store.read { (tx) throws(StoreError) in try tx.timeline(of: customer, after: nil, limit: 1000) }
    }

    func customer() async throws -> String {
        guard let anchor = Identifier(kind: .account, value: Scene.account.description) else { return "nobody" }
        return try await store.read { (tx) throws(StoreError) in try tx.customer(holding: anchor) } ?? "nobody"
    }

    func queued() async throws -> [Delivery] {
        try await store.read { (tx) throws(StoreError) in try tx.deliveries(state: .queued, limit: 100) }
    }

    static func event(
        _ type: EventType,
        _ id: String,
        at time: Timestamp = noon,
        channel: Channel? = nil,
        _ data: JSONObject = [:]
    ) -> Event {
        var event = Event(id: id, source: "test", type: type, time: time, recorded: time, data: data)
        event.channel = channel
        event.account = account
        event.identifiers = [
            Identifier(kind: .account, value: account.description), Identifier(kind: .phone, value: "+12125550147"),
            Identifier(kind: .email, value: "ann@example.com"),
        ].compactMap(\.self)
        return event
    }

    static var placed: Event {
        event(.accountPlaced, "placed", ["balance": 10_000, "currency": "USD", "oldest_due": "2027-01-01"])
    }

    static var known: Event {
        event(
            EventType(rawValue: "customer.created"),
            "known",
            at: time("2026-10-01T12:00:00Z"),
            ["attributes": ["first_name": "Ann", "address": ["state": "NY"]]]
        )
    }

    private static func makeConfiguration(sources: [String: Source] = [:]) throws -> Configuration {
        let problems = Problems()
        let playbook = try #require(Playbook.read(try YAML.parse(playbookText, name: "playbook.yaml"), problems))
        let entries = try YAML.parse(templateText, name: "t.yaml").entries ?? []
        let templates = MessageTemplate.readAll(entries, problems)
        try problems.throwErrors()
        let rules = try RulePack.load("us/reg-f") + RulePack.load("house")
        let gate = Gate(rules: rules, digest: "test", zones: ZoneDatabase(), geography: .bundled)
        let creditor = Creditor(
            id: "acme",
            name: "Acme",
            actor: "third_party_collector",
            sending: [.sms: .live, .email: .live],
            providers: ["sms": ["sms"], "email": ["mail"], "crm": ["crm"]],
            senders: [.sms: "+15005550006"],
            writeBack: [.loopClosed, .consentRevoked],
            receipt: "receipt",
            optOutConfirmation: "stopped"
        )
        return Configuration(
            sources: sources,
            creditors: ["acme": creditor],
            policy: PolicyBook(
                gate: gate,
                personas: Personas(),
                routing: Routing(),
                playbooks: [playbook.name: playbook],
                templates: templates
            ),
            triggers: [
                "remind": .contact(channel: nil, template: "hello", purpose: "collection"),
                "again": .playbook("two_steps"),
            ]
        )
    }

    private static let playbookText = """
        playbook: two_steps
        version: 1
        enroll: {when: account.balance_cents >= 1000}
        goal: {when: account.balance_cents == 0}
        exit: [{when: 'event.type == "cease.requested"', to: stop}]
        steps:
          - {id: hello, send: {channel: sms, template: hello}, on_deny: mail}
          - {id: paid, wait_for: {event: payment.succeeded, within: 48h}, then: end}
          - {id: mail, send: {channel: email, template: mail}}
        """

    private static let templateText = """
        hello: {channel: sms, text: "${customer.first_name}, hello"}
        mail: {channel: email, subject: Hello, text: "hello"}
        receipt: {channel: email, subject: Receipt, text: "thanks"}
        stopped: {channel: sms, text: "no more"}
        """
}
