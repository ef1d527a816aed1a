import Core
import YAML

/// Reads `sandbox.yaml`: every problem is noted, and what can be read is read on.
struct DefinitionReader {
    let author: Author

    init(_ author: Author) {
        self.author = author
    }

    /// The definition; nil only beside a problem.
    func read(_ reader: MappingReader) -> SandboxDefinition? {
        let name = reader.string("sandbox", .required)
        _ = reader.int("version", in: 1...1_000_000, .required)
        _ = reader.string("docs")
        _ = reader.string("description")
        let secrets = reader.mapping("secrets").compactMap { SecretReader(author: author).read($0) }
        let signing = signing(reader.nested("sign"))
        let routes = reader.nestedList("routes").compactMap { RouteReader(author: author).read($0) }
        let events = reader.mapping("events").compactMap { EventReader(author: author).read($0) }
        reader.finish()
        guard let name else { return nil }
        return SandboxDefinition(
            connector: name,
            warnings: author.problems.diagnostics.all.filter { $0.severity == .warning },
            secrets: secrets,
            signing: signing,
            routes: routes,
            events: events,
            usesVerification: author.variables.contains("verified")
        )
    }

    private func signing(_ reader: MappingReader?) -> [DataField] {
        guard let reader else { return [] }
        let headers = author.fields(reader.mapping("headers", .required), in: .signing)
        reader.finish()
        return headers
    }
}

/// Reads how a secret is made.
struct SecretReader {
    let author: Author

    /// Nil only beside a problem.
    func read(_ entry: Entry) -> SecretRecipe? {
        guard entry.value.entries != nil else {
            let text = entry.value.text("secret `\(entry.key.text)`", author.problems)
            return author.template(text, in: .secrets).map { SecretRecipe(name: entry.key.text, content: .text($0)) }
        }
        let reader = MappingReader(entry.value, author.problems, name: "secret `\(entry.key.text)`")
        let kind = reader.choice("keypair", KeyPair.Kind.self, .required)
        let prefix = reader.string("prefix") ?? ""
        reader.finish()
        return kind.map { SecretRecipe(name: entry.key.text, content: .keyPair($0, prefix: prefix)) }
    }
}
