import Connectors
import Core
import Pipeline
import YAML

/// Reads `sources:` and the connectors they are instances of.
struct SourceReader {
    /// What was found.
    struct Sources {
        var byName: [String: Source] = [:]
        /// Every name, also of a source that could not be read.
        var names: [String] = []
        var warnings: [Diagnostic] = []
    }

    let problems: Problems
    let folder: String
    let connectors: String
    let overrides: SettingsReader.Overrides
    /// Secrets that providers handed over.
    let captured: CapturedSecrets.Held

    func read(_ entries: [Entry]) -> Sources {
        var found = Sources()
        var compiled: [String: ConnectorFolder.Draft] = [:]
        let folders = FolderReader(problems: problems, base: folder)
        for entry in entries {
            checkName(entry.key)
            found.names.append(entry.key.text)
            let reader = MappingReader(entry.value, problems, name: "a source")
            let kind = reader.text("connector", .required)
            let draft = kind.flatMap { compiled[$0.text] ?? load($0) }
            if let kind { compiled[kind.text] = draft }
            let connector = draft?.runnable
            let secrets = readSecrets(reader, connector: connector)
            if let kind, let connector = draft?.connector { checkSecrets(reader, connector, at: kind) }
            let config = readConfig(reader, connector)
            let baseURL = reader.webAddress("base_url", plainOnlyToLoopback: true).map(redirected)
            let origins = readOrigins(reader)
            let watched = folders.read(reader, draft?.connector, of: kind)
            reader.finish()
            guard let connector else { continue }
            found.byName[entry.key.text] = Source(
                name: entry.key.text,
                connector: connector,
                secrets: secrets,
                config: config,
                baseURL: baseURL,
                origins: origins,
                folder: watched
            ).holding(captured[entry.key.text] ?? [:])
        }
        found.warnings = compiled.values.flatMap { $0.runnable?.warnings ?? [] }
        return found
    }

    /// A connector as far as it could be read; its problems are told once, however many sources use it.
    private func load(_ kind: SourceText) -> ConnectorFolder.Draft {
        let folder = ConnectorFolder(path: connectors)
        guard let draft = folder.draft(kind.text) else {
            let hint = folder.hint(for: kind.text)
            problems.add("unknown-connector", "no connector is called `\(kind.text)`", hint: hint, at: kind)
            return ConnectorFolder.Draft()
        }
        if draft.problems.hasErrors { problems.add(draft.problems) }
        return draft
    }

    private func readSecrets(_ reader: MappingReader, connector: Connector?) -> SecretSet {
        var versions: [String: [Secret]] = [:]
        for entry in reader.mapping("secrets") {
            let name = "secret `\(entry.key.text)`"
            if let connector, !connector.secrets.contains(entry.key.text) {
                let hint = Suggestion.hint(for: entry.key.text, in: connector.secrets)
                problems.add("unknown-secret", "connector \(connector.name) has no \(name)", hint: hint, at: entry.key)
            }
            let nodes = entry.value.elements ?? [entry.value]
            let secrets = SecretReader(problems: problems, folder: folder)
            versions[entry.key.text] = nodes.compactMap { secrets.read($0, name: name) }
        }
        return SecretSet(versions)
    }

    /// A source that cannot verify anything must not start: every webhook would be refused.
    private func checkSecrets(_ reader: MappingReader, _ connector: Connector, at kind: SourceText) {
        let given = Set(reader.optional("secrets")?.entries?.map(\.key.text) ?? [])
        for name in connector.secretsMissingToVerify(given: given) {
            problems.add(
                "missing-secret",
                "the secret `\(name)` is missing; without it no webhook of \(connector.name) can be verified",
                hint: "add `secrets: {\(name): [{env: NAME}]}` or `[{file: PATH}]`",
                at: kind
            )
        }
    }

    private func checkName(_ key: SourceText) {
        let isPlain = key.text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
        }
        if !isPlain || key.text == CanonicalEvents.source || key.text == Event.ownSource {
            let hint = "use lower-case letters, digits and hyphens; `\(CanonicalEvents.source)` is taken"
            problems.add("bad-name", "a source cannot be called `\(key.text)`", hint: hint, at: key)
        }
    }

    private func readConfig(_ reader: MappingReader, _ connector: Connector?) -> JSONObject {
        let entries = reader.mapping("config")
        if let connector {
            let known = connector.config.members.map(\.name)
            for entry in entries where !known.contains(entry.key.text) {
                let hint = Suggestion.hint(for: entry.key.text, in: known)
                let message = "connector \(connector.name) has no `config.\(entry.key.text)`"
                problems.add("unknown-key", message, hint: hint, at: entry.key)
            }
        }
        return JSONObject(entries.map { ($0.key.text, $0.value.json) })
    }

    /// `fetch: {ORIGIN: ORIGIN}`: where certificates, key sets and the like are fetched instead.
    private func readOrigins(_ reader: MappingReader) -> OriginMap {
        guard let origins = reader.nested("fetch") else { return OriginMap() }
        for entry in origins.entries where WebAddress(entry.key.text)?.isSecure != true {
            let hint = "write scheme and host, as in `https://keys.example.com`"
            problems.add("bad-value", "`fetch` cannot map `\(entry.key.text)`", hint: hint, at: entry.key)
        }
        let pairs = origins.entries.compactMap { entry in
            origins.webAddress(entry.key.text, plainOnlyToLoopback: true).map { (entry.key.text, redirected($0)) }
        }
        origins.finish()
        return OriginMap(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }

    /// The sandbox may stand on another port than the file says.
    private func redirected(_ url: String) -> String {
        guard let address = overrides.sandboxAddress, let scheme = url.range(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let path = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
        return "http://\(address)\(path)"
    }
}

extension String {
    /// Where `other` stands in this text.
    func range(of other: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
            start = index(after: start)
        }
        return nil
    }
}
