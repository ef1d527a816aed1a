import Core
import Foundation
import Policy
import Store
import Testing

@testable import Outbound

@Suite("Permits")
struct PermitOfficeTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    private func office() -> PermitOffice {
        let gate = Gate(rules: [], digest: "test", zones: ZoneDatabase(), geography: .bundled)
        let policy = PolicyBook(gate: gate, personas: Personas(), routing: Routing(), playbooks: [:], templates: [:])
        let configuration = OutboundConfiguration(sources: [:], creditors: [:], policy: policy, publicURL: PublicURL())
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
}
