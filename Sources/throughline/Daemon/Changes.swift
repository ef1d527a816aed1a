import Connectors
import Core
import Pipeline

/// What another configuration changes, by name.
struct Changes: Sendable {
    /// Parts of one kind.
    struct Parts: Sendable, Equatable {
        var added: [String] = []
        var removed: [String] = []
        var changed: [String] = []

        var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
    }

    private(set) var parts: [(kind: String, parts: Parts)] = []
    /// What stays as it is until the daemon is started again.
    let needsRestart: [String]

    /// What `new` changes of `old`.
    ///
    /// `running` is what the daemon was started with.
    init(from old: SettingsFiles.Version, to new: SettingsFiles.Version, running: Settings) {
        needsRestart = Self.needsRestart(new.settings, running: running)
        add("connectors", Self.connectors(from: old, to: new))
        let secrets = Self.otherSecrets(from: old.settings, to: new.settings)
        for kind in Outline.Kind.allCases {
            let (before, after) = (old.settings.outline.parts[kind] ?? [:], new.settings.outline.parts[kind] ?? [:])
            var parts = Self.difference(before, after)
            if kind == .sources { parts.changed = Set(parts.changed).union(secrets).sorted() }
            add(kind.rawValue, parts)
        }
    }

    /// Whether what is in force stays as it is.
    var isEmpty: Bool { parts.isEmpty }

    /// For the API.
    var json: JSON {
        var members = JSONObject(parts.map { ($0.kind, $0.parts.json) })
        if !needsRestart.isEmpty { members["needs_restart"] = .array(needsRestart.map(JSON.string)) }
        return .object(members)
    }

    private mutating func add(_ kind: String, _ found: Parts) {
        if !found.isEmpty { parts.append((kind, found)) }
    }

    private static func needsRestart(_ new: Settings, running: Settings) -> [String] {
        let address = (new.server.host, new.server.port) != (running.server.host, running.server.port)
        let moved = new.storePath != running.storePath
        return [(address, "server.listen"), (moved, "store.url")].filter(\.0).map(\.1)
    }

    private static func otherSecrets(from old: Settings, to new: Settings) -> [String] {
        let known = old.configuration.sources
        return new.configuration.sources.values
            .filter { source in known[source.name].map { !$0.hasSameSecrets(as: source) } ?? false }.map(\.name)
    }

    private static func difference(_ old: [String: Int], _ new: [String: Int]) -> Parts {
        Parts(
            added: new.keys.filter { old[$0] == nil }.sorted(),
            removed: old.keys.filter { new[$0] == nil }.sorted(),
            changed: new.keys.filter { name in old[name].map { $0 != new[name] } ?? false }.sorted()
        )
    }

    /// Connectors with their versions; one that changed without another version stands there all the same.
    private static func connectors(from old: SettingsFiles.Version, to new: SettingsFiles.Version) -> Parts {
        let (before, after) = (old.connectors, new.connectors)
        return Parts(
            added: after.filter { before[$0.key] == nil }.map(\.value.label).sorted(),
            removed: before.filter { after[$0.key] == nil }.map(\.value.label).sorted(),
            changed: after.compactMap { name, connector in
                guard let known = before[name], known != connector else { return nil }
                return "\(known.label) -> \(connector.label)"
            }.sorted()
        )
    }
}

extension Changes.Parts {
    fileprivate var json: JSON {
        let lists = [("added", added), ("removed", removed), ("changed", changed)]
        return .object(JSONObject(lists.filter { !$0.1.isEmpty }.map { ($0.0, .array($0.1.map(JSON.string))) }))
    }
}

extension SettingsFiles {
    /// A configuration with what it was read from.
    struct Version: Sendable {
        let settings: Settings
        let seen: [String: FileSight]

        /// How a connector is called and written.
        struct Connector: Equatable {
            let label: String
            let files: [String: FileSight]
        }

        /// The connectors its sources use, by name.
        var connectors: [String: Connector] {
            let used = settings.configuration.sources.values.map(\.connector)
            let found = used.map { connector in
                let folder = "\(settings.connectorsFolder)/\(connector.name)/"
                let files = seen.filter { $0.key.hasPrefix(folder) }
                return (connector.name, Connector(label: connector.label, files: files))
            }
            return Dictionary(found, uniquingKeysWith: { first, _ in first })
        }
    }
}
