import CEL
import Core

/// The fields of what policy's expressions may name, as they are bound: nothing is listed twice.
struct FactsNames {
    private let names: [String: [String]]

    /// Where a playbook or a persona asks.
    static let question = FactsNames(names: sample.mapValues(fields))

    /// Where a message is rendered: there the creditor has a name.
    static let message = FactsNames(names: question.names.merging(["creditor": ["id", "name"]]) { _, new in new })

    /// The fields of a variable.
    ///
    /// Nil when they are free, as the customer's are: they are the CRM's.
    subscript(root: String) -> [String]? { names[root] }

    /// The type a variable has.
    static func type(of root: String) -> String? {
        if sample[root] != nil || root == "customer" { return "a mapping" }
        return root == "persona" ? "string" : nil
    }

    /// The type a field has; nil when that is not known.
    static func type(of root: String, _ name: String) -> String? {
        guard let value = sample[root]?[name], !value.isNull else { return nil }
        return value.typeName
    }

    private static let sample: [String: ValueMap] = {
        let key = AccountKey(creditor: "creditor", reference: "reference")
        let now = Timestamp(microseconds: 0)
        let event = Event(id: "id", source: "source", type: .accountPlaced, time: now, recorded: now)
        let proposal = Proposal(
            creditor: "creditor",
            actor: "actor",
            customer: "customer",
            channel: .sms,
            address: nil,
            account: key
        )
        let bindings = FactsEnvironment.bindings(
            facts: CustomerFacts(customer: "customer"),
            account: key,
            proposal: proposal,
            event: event,
            now: now
        )
        let roots = FactsEnvironment.variables.filter { $0 != "customer" }
        return Dictionary(uniqueKeysWithValues: roots.compactMap { root in bindings[root]?.map.map { (root, $0) } })
    }()

    private static func fields(of map: ValueMap) -> [String] { map.entries.compactMap(\.key.string) }
}

extension Value {
    /// The entries of a map, otherwise nil.
    fileprivate var map: ValueMap? {
        if case .map(let map) = self { map } else { nil }
    }
}
