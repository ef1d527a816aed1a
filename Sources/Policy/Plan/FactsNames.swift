/// The fields of what a plan's expressions may name.
struct FactsNames {
    private let names: [String: [String]]

    /// Where a playbook or a persona asks.
    static let question = FactsNames(names: FactsTypes.records.mapValues { $0.map(\.name) })

    /// Where a message is rendered: there the creditor has a name.
    static let message = FactsNames(names: question.names.merging(["creditor": ["id", "name"]]) { _, new in new })

    /// The fields of a variable.
    ///
    /// Nil when they are free, as the customer's are: they are the CRM's.
    subscript(root: String) -> [String]? { names[root] }
}
