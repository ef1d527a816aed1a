import Core
import Foundation
import Policy
import Store
import Testing

@testable import Outbound

@Suite("Permits")
struct PermitOfficeTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func office(hold: ContactHold = ContactHold()) -> PermitOffice {
        let gate = Gate(rules: [], digest: "test", zones: ZoneDatabase(), geography: .bundled)
        let policy = PolicyBook(gate: gate, personas: Personas(), routing: Routing(), playbooks: [:], templates: [:])
        var configuration = OutboundConfiguration(sources: [:], creditors: [:], policy: policy, publicURL: PublicURL())
        configuration.hold = { hold }
        return PermitOffice(configuration: configuration, now: now, deadline: .now.advanced(by: .seconds(5)))
    }

    private func store() throws -> SQLiteStore {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("permit-\(UUID().uuidString).db").path
        return try SQLiteStore.open(path: path)
    }

    private var delivery: Delivery {
        Delivery(
            id: "d",
            kind: .writeBack,
            customer: "c",
            account: nil,
            creditor: "acme",
            channel: Channel(rawValue: "crm"),
            address: nil,
            source: "crm",
            action: "send_event",
            input: [:],
            purpose: "write_back",
            due: now,
            created: now
        )
    }

    @Test(arguments: [(TimeSpan.seconds(10), 0), (.milliseconds(100), 1)])
    func `nothing leaves while something old is unread, for it may be a stop`(age: TimeSpan, permits: Int) async throws
    {
        let store = try store()
        let received = now.adding(TimeSpan(microseconds: -age.microseconds))
        let webhook = RawWebhook(source: "sms", method: "POST", url: "", headers: [], body: [1], received: received)
        _ = try await store.append(webhook, connector: "c@1", items: [ItemKey(key: "k", digest: "d")])
        let (office, delivery) = (office(), delivery)
        let granted = try await store.write { (tx) throws(StoreError) in
            _ = try tx.enqueue(delivery)
            return try office.grant(limit: 10, tx: tx).permits.count
        }
        #expect(granted == permits)
    }

    @Test
    func `a delivery is granted once`() async throws {
        let store = try store()
        let (office, delivery) = (office(), delivery)
        let counts = try await store.write { (tx) throws(StoreError) in
            _ = try tx.enqueue(delivery)
            return [
                try office.grant(limit: 10, tx: tx).permits.count, try office.grant(limit: 10, tx: tx).permits.count,
            ]
        }
        #expect(counts == [1, 0])
    }

    @Test
    func `what is too late ends loudly`() async throws {
        let store = try store()
        var late = delivery
        late.expires = now
        let (office, delivery) = (office(), late)
        let state = try await store.write { (tx) throws(StoreError) in
            _ = try tx.enqueue(delivery)
            _ = try office.grant(limit: 10, tx: tx)
            return try tx.delivery("d")?.state
        }
        #expect(state == .expired)
    }

    private func contact(_ id: String, through source: String) -> Delivery {
        Delivery(
            id: id,
            kind: .contact,
            customer: "c",
            account: nil,
            creditor: "acme",
            channel: .sms,
            address: "+12125550147",
            source: source,
            action: "send_message",
            input: [:],
            purpose: "collection",
            due: now,
            created: now
        )
    }

    @Test(
        arguments: [
            (ContactHold(isTotal: true), ["a", "b"]), (ContactHold(sources: ["sms"]), ["a"]), (ContactHold(), []),
        ] as [(ContactHold, [String])]
    )
    func `a contact waits for what its provider may still tell, everything else leaves`(
        hold: ContactHold,
        held: [String]
    ) async throws {
        let store = try store()
        let office = office(hold: hold)
        let deliveries = [contact("a", through: "sms"), contact("b", through: "mail"), delivery]
        let (permits, claimed, after) = try await store.write { (tx) throws(StoreError) in
            for delivery in deliveries { _ = try tx.enqueue(delivery) }
            let (permits, claimed) = try office.grant(limit: 10, tx: tx)
            var after: [Delivery?] = []
            for delivery in deliveries { after.append(try tx.delivery(delivery.id)) }
            return (permits.map(\.delivery.id), claimed, after.compactMap(\.self))
        }
        #expect(permits == ["d"], "nobody is called acme, so no contact gets a permit")
        #expect(claimed == 3 - held.count)
        for delivery in after where held.contains(delivery.id) {
            #expect(delivery.state == .queued)
            #expect(delivery.due == now.adding(.seconds(5)))
            #expect(delivery.attempts == 0)
        }
        for delivery in after where !held.contains(delivery.id) { #expect(delivery.state != .queued) }
    }

    @Test
    func `what is held leaves no trace, and what is too late ends all the same`() async throws {
        let store = try store()
        let office = office(hold: ContactHold(isTotal: true))
        var late = contact("late", through: "sms")
        late.expires = now
        let deliveries = [contact("a", through: "sms"), late]
        let (state, events) = try await store.write { [deliveries] (tx) throws(StoreError) in
            try tx.create(customer: "c", at: now)
            for delivery in deliveries { _ = try tx.enqueue(delivery) }
            _ = try office.grant(limit: 10, tx: tx)
            let types = try tx.timeline(of: "c", after: nil, limit: 10).map(\.type.rawValue)
            return (try tx.delivery("late")?.state, types)
        }
        #expect(state == .expired)
        #expect(events == ["contact.expired"])
    }
}
