import CEL
import Core

/// The types of what policy's expressions may name, learned from values as they are bound: nothing is listed twice.
enum FactsTypes {
    /// Variables whose fields are known, with the types of those.
    ///
    /// A customer's fields are free: they are the CRM's.
    static let records: [String: [(name: String, type: ValueType)]] = {
        let roots = FactsEnvironment.variables.filter { $0 != "customer" }
        let pairs = roots.compactMap { root in fields(of: sample[root]).map { (root, $0) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    /// Every variable; records may have other fields or not.
    static func all(isOpen: Bool) -> [String: ValueType] {
        var types = Dictionary(uniqueKeysWithValues: FactsEnvironment.variables.map { ($0, ValueType.dyn) })
        types["customer"] = .map(key: .string, value: .dyn)
        types["persona"] = .string
        types["link"] = .string
        types["now"] = .timestamp
        return types.merging(records.mapValues { .record(RecordType($0, isOpen: isOpen)) }) { _, record in record }
    }

    private static let sample: Bindings = {
        var account = Account(key: AccountKey(creditor: "creditor", reference: "reference"))
        let now = Timestamp(microseconds: 0)
        account.placedAt = now
        var facts = CustomerFacts(customer: "customer")
        facts.accounts[account.key] = account
        let proposal = Proposal(
            creditor: "creditor",
            actor: "actor",
            customer: "customer",
            channel: .sms,
            address: nil,
            account: account.key
        )
        let event = Event(id: "id", source: "source", type: .accountPlaced, time: now, recorded: now)
        return FactsEnvironment.bindings(
            facts: facts,
            account: account.key,
            proposal: proposal,
            event: event,
            now: now
        )
    }()

    private static func fields(of value: Value?) -> [(name: String, type: ValueType)]? {
        guard case .map(let map)? = value else { return nil }
        return map.entries.compactMap { entry in entry.key.string.map { ($0, type(of: entry.value)) } }
    }

    private static func type(of value: Value) -> ValueType {
        switch value {
        case .null: .dyn
        case .map: .map(key: .string, value: .dyn)
        default: ValueType(value.typeName) ?? .dyn
        }
    }
}
