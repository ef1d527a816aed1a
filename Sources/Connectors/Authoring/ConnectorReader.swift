import CEL
import Core
import YAML

/// Reads `connector.yaml`: every problem is noted, and what can be read is read on.
enum ConnectorReader {
    /// The connector; nil only beside a problem.
    ///
    /// `fileBeside` gives the text of a file in the same folder.
    static func read(_ node: Node, _ problems: Problems, fileBeside: @escaping (String) -> String?) -> Connector? {
        let reader = MappingReader(node, problems, name: "a connector")
        let name = name(reader)
        let version = reader.int("version", in: 1...1_000_000, .required)
        let docs = reader.string("docs")
        _ = reader.string("description")
        let secrets = reader.texts("secrets")
        let config = config(reader)
        let author = Author(problems, secrets: secrets.map(\.text), config: config, fileBeside: fileBeside)
        let hook = HookReader(author).read(reader)
        let tokens = TokenGrantReader.all(reader, author)
        let actions = ActionReader.all(reader, author, tokens: tokens)
        let polls = PollReader(author: author, hook: hook, actions: node["actions"]).all(reader)
        let maintenances = MaintainReader(author: author, actions: node["actions"]).all(reader)
        reader.finish()
        noteUnused(secrets, author)
        noteUnusedConfig(reader.node["config"]?.entries ?? [], author)
        Lint.check(node, problems)
        guard let name, let version else { return nil }
        return Connector(
            name: name,
            version: version,
            docs: docs,
            secrets: secrets.map(\.text),
            config: config,
            actions: actions,
            tokens: tokens,
            polls: polls,
            maintenances: maintenances,
            warnings: problems.diagnostics.all.filter { $0.severity == .warning },
            hook: hook
        )
    }

    /// Lower-case letters, digits and hyphens: it stands in labels and paths.
    private static func name(_ reader: MappingReader) -> String? {
        guard let text = reader.text("connector", .required) else { return nil }
        let isName = text.text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
        }
        if isName, text.text.utf8.count <= 64 { return text.text }
        let hint = "lower-case letters, digits and hyphens, at most 64"
        reader.problems.add("bad-value", "`connector` cannot be `\(text.text)`", hint: hint, at: text)
        return nil
    }

    private static func config(_ reader: MappingReader) -> JSONObject {
        JSONObject(reader.mapping("config").map { ($0.key.text, $0.value.json) })
    }

    private static func noteUnused(_ secrets: [SourceText], _ author: Author) {
        for text in secrets where !author.usedSecrets.contains(text.text) {
            let message = "nothing reads the secret `\(text.text)`"
            author.problems.add("unused-secret", message, severity: .warning, at: text)
        }
    }

    private static func noteUnusedConfig(_ entries: [Entry], _ author: Author) {
        for key in entries.map(\.key) where !author.usedConfig.contains(key.text) {
            let message = "nothing reads `config.\(key.text)`"
            author.problems.add("unused-config", message, severity: .warning, at: key)
        }
    }
}

extension Author {
    /// One of a few words, each the raw value of a case; nil and a problem for any other.
    func word<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String,
        _ type: Choice.Type,
        in reader: MappingReader,
        _ need: Need = .optional
    ) -> Choice? {
        guard let text = reader.text(key, need) else { return nil }
        if let choice = Choice(rawValue: text.text) { return choice }
        let hint = Suggestion.hint(for: text.text, in: type.allCases.map(\.rawValue))
        problems.add("bad-value", "`\(key)` cannot be `\(text.text)`", hint: hint, at: text)
        return nil
    }
}
