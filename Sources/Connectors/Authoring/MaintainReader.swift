import Core
import YAML

/// Reads `maintain`.
struct MaintainReader {
    let author: Author
    /// The connector's actions as they are written.
    let actions: Node?

    private static let intervals = TimeSpan.seconds(60)...TimeSpan.days(60)

    /// All of them, in the order written.
    func all(_ reader: MappingReader) -> [Maintenance] {
        reader.mapping("maintain").compactMap { entry in
            let nested = MappingReader(entry.value, author.problems, name: "`\(entry.key.text)`")
            defer { nested.finish() }
            return read(nested, called: entry.key.text)
        }
    }

    /// Nil only beside a problem.
    private func read(_ reader: MappingReader, called name: String) -> Maintenance? {
        let every = reader.duration("every", in: Self.intervals, .required)
        let scope = ErrandScopes(config: author.configType).renewal
        let when = author.expression(reader.text("when"), in: scope)
        let call = ErrandCallReader(author: author, actions: actions).read(reader, in: scope, asksOnly: false)
        guard let every, let call else { return nil }
        return Maintenance(name: name, every: every, when: when, call: call)
    }
}
