import Core
import YAML

/// Looks for rules whose events can never say what the vocabulary requires of their type.
///
/// Only what a provider reports is asked for. A field whose value is computed may come out empty; nobody can tell here.
struct LintFields {
    let problems: Problems

    /// The provider's id of the message, call or payment: it stands in an event under the name the vocabulary has for
    /// it.
    private static let providerID = "provider_message_id"

    /// Looks at `normalize`.
    func check(_ normalize: Node?) {
        guard let normalize else { return }
        for rule in normalize["rules"]?.elements ?? [] where rule["ignore"]?.scalar?.bool != true {
            guard let type = rule["type"]?.scalar?.source, let name = EventType(wireName: type.text) else { continue }
            let given = Given(normalize, rule)
            let missing = name.requiredFields.filter { $0.isReported && !$0.names.contains { given.has($0, name) } }
            if !missing.isEmpty { warn(of: missing.compactMap(\.names.first), at: type) }
        }
    }

    private func warn(of fields: [String], at type: SourceText) {
        let names = fields.map { "`\($0)`" }.joined(separator: ", ")
        let ids = ["message", "call", "payment"]
        let hint = fields.count == 1 && ids.contains(fields[0]) ? Self.providerID : fields[0]
        problems.add(
            "missing-field",
            "no `\(type.text)` can be complete: it never says \(names)",
            hint: "add `\(hint): …` to its `event`",
            severity: .warning,
            at: type
        )
    }

    /// What a rule's events have.
    private struct Given {
        private let fields: [String: Node]
        private let hasIdentifiers: Bool

        init(_ normalize: Node, _ rule: Node) {
            let entries = [normalize, rule].flatMap { $0["event"]?.entries ?? [] }
            fields = Dictionary(entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { $1 })
            hasIdentifiers = [normalize, rule].contains { $0["identifiers"] != nil }
        }

        /// A field `data` may hold anything.
        func has(_ name: String, _ type: EventType) -> Bool {
            if isWritten(name) || isWritten("data") { return true }
            if isWritten(LintFields.providerID), Self.names(ofProviderID: type).contains(name) { return true }
            guard let place = RequiredField.place(of: name) else { return false }
            return place == .identifiers ? hasIdentifiers || isWritten("account") : isWritten(place.rawValue)
        }

        /// The channel may be computed.
        private static func names(ofProviderID type: EventType) -> [String] {
            [nil, .voice].map { EventFields.nameOfProviderID(type, $0) }
        }

        private func isWritten(_ name: String) -> Bool { fields[name].map { !$0.isNull } ?? false }
    }
}
