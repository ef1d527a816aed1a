import ArgumentParser
import Core
import YAML

/// `throughline schema`: the formats as JSON Schema, for editors.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of a format, for editors.",
        discussion: """
            `connector` is that of `connector.yaml`, `config` that of `config.yaml`, `included` that of the files it \
            includes. The same stand in `docs/schema`.
            """
    )

    @Argument(help: "connector, config or included.") var format = Format.config

    func run() throws {
        Terminal.line(format.form.schema(title: format.title).indented)
    }
}

extension Format: ExpressibleByArgument {}

extension JSON {
    /// Over several lines where one would be too long.
    var indented: String { indented(at: 0) }

    private func indented(at depth: Int) -> String {
        let line = text
        if line.utf8.count + depth * 2 <= 100 { return line }
        let (outer, inner) = (String(repeating: "  ", count: depth), String(repeating: "  ", count: depth + 1))
        switch self {
        case .object(let object):
            let members = object.members.map { member in
                "\(inner)\(JSON.string(member.name).text): \(member.value.indented(at: depth + 1))"
            }
            return "{\n\(members.joined(separator: ",\n"))\n\(outer)}"
        case .array(let elements):
            let lines = elements.map { inner + $0.indented(at: depth + 1) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
        default: return line
        }
    }
}
