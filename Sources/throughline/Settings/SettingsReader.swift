import Connectors
import Core
import Crypto
import Pipeline
import Policy
import YAML

/// Reads `config.yaml`, what it includes and the connectors it uses, and collects everything that is wrong with all
/// of them, so that an integrator sees it at once.
struct SettingsReader {
    /// Changes to what the file says, for the demo and the sandbox.
    struct Overrides {
        /// Replaces host and port of loopback `base_url`s.
        var sandboxAddress: String?
        /// Replaces `server.listen`.
        var listen: String?
        /// Replaces the store's path.
        var storePath: String?
    }

    let file: String
    let overrides: Overrides
    let problems = Problems()

    init(file: String, overrides: Overrides = Overrides()) {
        self.file = file
        self.overrides = overrides
    }

    /// Reads everything.
    /// - Throws: every problem of every file.
    func read() throws(Diagnostics) -> Settings {
        let settings = try draft()
        try problems.throwErrors()
        return settings
    }

    /// Reads everything as far as it can be read; ``problems`` says what is wrong with it.
    ///
    /// A draft with errors must not run; it is for finding out what else is wrong.
    /// - Throws: why nothing of it can be read.
    func draft() throws(Diagnostics) -> Settings {
        guard let text = FileBytes.readText(file) else { throw Diagnostics.missing(file) }
        let root = MappingReader(try YAML.parse(text, name: file), problems, name: file)
        let server = ServerReader(problems: problems, folder: folder, listen: overrides.listen)
            .read(root.nested("server"))
        let storePath = readStore(root.nested("store"))
        let connectors = Paths.resolve(root.string("connectors") ?? "Connectors", in: folder)
        let sources = SourceReader(
            problems: problems,
            folder: folder,
            connectors: connectors,
            overrides: overrides,
            captured: CapturedSecrets.read(Paths.captured(beside: storePath))
        ).read(root.mapping("sources"))
        BodyLimits(problems: problems, most: server.maxBody).check(root.node["sources"], sources.byName)
        var documents = PolicyDocuments(problems: problems)
        documents.take(root, text: text)
        let creditors = CreditorReader(problems: problems, sources: sources).read(
            root.mapping("creditors", .required)
        )
        let triggers = readTriggers(root.mapping("triggers"))
        for pattern in root.strings("include") { include(pattern, into: &documents) }
        root.finish()
        let (policy, plan) = documents.compile()
        CrossChecks(problems: problems, plan: plan, creditors: creditors)
            .check(Array(triggers.values), hasPolicy: documents.hasPolicy)
        return Settings(
            file: file,
            server: server,
            storePath: storePath,
            connectorsFolder: connectors,
            configuration: Configuration(
                sources: sources.byName,
                creditors: creditors.reduce(into: [:]) { $0[$1.id.text] = $1.creditor },
                policy: policy,
                triggers: triggers.mapValues(\.trigger)
            ),
            warnings: problems.diagnostics.all.filter { $0.severity == .warning } + sources.warnings,
            outline: outline(of: root.node, documents.outline)
        )
    }

    private func outline(of root: Node, _ policy: Outline) -> Outline {
        var outline = policy
        for kind in [.server, .sources, .creditors, .triggers] as [Outline.Kind] {
            outline.add(kind, root[kind.rawValue]?.entries ?? [])
        }
        return outline
    }

    private var folder: String { Paths.folder(of: file) }

    private func readStore(_ reader: MappingReader?) -> String {
        let url = reader?.text("url")
        reader?.finish()
        if let path = overrides.storePath { return path }
        guard let url else { return Paths.resolve("data/throughline.db", in: folder) }
        guard url.text.hasPrefix("sqlite:"), url.text.utf8.count > 7 else {
            problems.add("bad-value", "`url` must name a store", hint: "write `sqlite:data/throughline.db`", at: url)
            return ""
        }
        return Paths.resolve(String(url.text.dropFirst(7)), in: folder)
    }

    private func include(_ pattern: String, into documents: inout PolicyDocuments) {
        for path in Paths.matching(Paths.resolve(pattern, in: folder)) {
            guard let text = FileBytes.readText(path) else {
                problems.add(Diagnostics.missing(path))
                continue
            }
            do throws(Diagnostics) {
                for node in try YAML.parseAll(text, name: path) {
                    let reader = MappingReader(node, problems, name: path)
                    documents.take(reader, text: text)
                    if !reader.has("playbook") { reader.finish() }
                }
            } catch {
                problems.add(error)
            }
        }
    }
}

extension Diagnostics {
    /// A file that is not there.
    static func missing(_ path: String) -> Diagnostics {
        var problems = Diagnostics()
        let file = SourceFile(name: path, text: "")
        problems.add(
            Diagnostic("missing-file", "the file cannot be read", file: file, place: SourcePlace(line: 1, column: 1))
        )
        return problems
    }
}
