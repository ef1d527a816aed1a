import ArgumentParser
import Connectors
import Core

/// `throughline connector list`: which connectors there are, and what each of them can do.
struct ConnectorList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show which connectors there are and what each of them can do."
    )

    @OptionGroup var options: ConnectorsOption
    @Flag(help: "One JSON document.") var json = false

    func run() throws {
        let folder = options.folder
        let drafts = folder.names.compactMap { name in folder.draft(name).map { (name: name, draft: $0) } }
        guard !drafts.isEmpty else { throw Terminal.misuse("There is no connector in \(options.connectors).") }
        if json {
            return Terminal.line(JSON.array(drafts.map { ConnectorText(name: $0.name, draft: $0.draft).json }).text)
        }
        for (name, draft) in drafts { Terminal.line(ConnectorText(name: name, draft: draft).text) }
    }
}

/// One connector of the list.
struct ConnectorText {
    let name: String
    let draft: ConnectorFolder.Draft

    /// A few lines for a person.
    var text: String {
        guard let connector = draft.runnable else {
            let errors = draft.problems.all.count { $0.severity == .error }
            return "\(name)  cannot be read: \(Counted.text(errors, "error")), see `connector lint \(name)`\n"
        }
        let parts = [
            ("methods", connector.methods.sorted()), ("events", events(connector)),
            ("actions", connector.actions.keys.sorted()), ("secrets", connector.secrets),
            ("config", connector.config.members.map(\.name)),
        ]
        let lines = parts.filter { !$0.1.isEmpty }.map { "  \(pad($0.0)) \($0.1.joined(separator: ", "))" }
        return (["\(connector.label)  \(connector.docs ?? "")"] + lines).joined(separator: "\n") + "\n"
    }

    /// One object; a connector that cannot be read has `problems` alone.
    var json: JSON {
        guard let connector = draft.runnable else {
            return ["name": .string(name), "problems": .array(draft.problems.sorted.map(\.json))]
        }
        return [
            "name": .string(name), "version": .int(Int64(connector.version)),
            "docs": connector.docs.map(JSON.string) ?? .null,
            "methods": .strings(connector.methods.sorted()), "events": .strings(connector.eventTypes.map(\.rawValue)),
            "any_event": .bool(connector.computesEventTypes),
            "actions": .array(connector.actions.keys.sorted().compactMap { connector.actions[$0]?.json }),
            "secrets": .strings(connector.secrets), "config": .object(connector.config),
        ]
    }

    private func events(_ connector: Connector) -> [String] {
        connector.eventTypes.map(\.rawValue) + (connector.computesEventTypes ? ["and what the sender names"] : [])
    }

    private func pad(_ word: String) -> String { word + String(repeating: " ", count: max(0, 8 - word.count)) }
}

extension Action {
    /// Its name, its channel and what it is given.
    fileprivate var json: JSON {
        let inputs = inputs.map { ($0.name, JSON.string($0.kind.rawValue + ($0.isOptional ? "?" : ""))) }
        return [
            "name": .string(name), "channel": channel.map { .string($0.rawValue) } ?? .null,
            "input": .object(JSONObject(inputs)),
        ]
    }
}

extension JSON {
    /// A list of texts.
    fileprivate static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
}
