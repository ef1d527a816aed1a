import Connectors
import Core
import Crypto
import Store

/// Tells a creditor's CRM what became of its customers, as far as `write_back` asks for it.
///
/// A CRM that takes whole events gets the event; any other one gets a note on the person's record.
struct WriteBack {
    let turn: Turn

    private var tx: any StoreTransaction { turn.tx }

    /// Queues a delivery for each CRM that wants to know.
    func tell(of event: Event) throws(StoreError) {
        for id in try creditors(of: event) {
            guard let creditor = turn.configuration.creditors[id], creditor.writeBack.contains(event.type) else {
                continue
            }
            for name in creditor.providers["crm"] ?? [] {
                _ = try tx.enqueue(delivery(about: event, creditor: id, to: name))
            }
        }
    }

    /// The creditor of the event's account, or of every account of its customer.
    private func creditors(of event: Event) throws(StoreError) -> [String] {
        if let account = event.account { return [account.creditor] }
        guard let customer = event.customer else { return [] }
        return Set(try tx.identifiers(of: customer).compactMap { $0.account?.creditor }).sorted()
    }

    private func delivery(about event: Event, creditor: String, to name: String) throws(StoreError) -> Delivery {
        let connector = turn.configuration.sources[name]?.connector
        let action = Self.actions.first { connector?.actions[$0] != nil } ?? Self.actions[0]
        var delivery = Delivery(
            id: id(of: event, to: name),
            kind: .writeBack,
            customer: event.customer ?? "",
            account: event.account,
            creditor: creditor,
            channel: Channel(rawValue: "crm"),
            address: nil,
            source: name,
            action: action,
            input: try input(for: action, event, connector: connector?.name ?? name),
            purpose: "write_back",
            due: turn.now,
            created: turn.now
        )
        delivery.cause = event.id
        return delivery
    }

    /// What a CRM is asked to do; the first its connector knows.
    private static let actions = ["send_event", "log_activity"]

    private func input(for action: String, _ event: Event, connector: String) throws(StoreError) -> JSONObject {
        let time = JSON.string(event.time.description)
        guard action == "log_activity" else {
            return ["type": .string(event.type.rawValue), "time": time, "event": event.cloudEvent]
        }
        let known = try event.customer.map { (id) throws(StoreError) in try tx.identifiers(of: id) } ?? []
        var input: JSONObject = ["text": .string(ActivityText(event: event).text), "time": time]
        input["record"] = record(in: connector, of: known).map(JSON.string)
        input["email"] = known.first { $0.kind == .email }.map { .string($0.value) }
        return input
    }

    /// The person's record in this CRM.
    ///
    /// An id that is unique only there has the connector's name before it.
    private func record(in connector: String, of known: [Identifier]) -> String? {
        let ids = known.filter { $0.kind == .crmID }.map(\.value)
        return ids.first { $0.hasPrefix("\(connector):") } ?? ids.first { !$0.utf8.contains(UInt8(ascii: ":")) }
    }

    /// The same event tells the same CRM once, whatever happens in between.
    private func id(of event: Event, to source: String) -> String {
        let name = JSON.array([.string(source), .string(event.source), .string(event.id)]).bytes
        return "wb_" + Hex.encode(SHA256.hash(data: name).prefix(16))
    }
}
