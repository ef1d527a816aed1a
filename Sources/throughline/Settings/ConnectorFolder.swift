import Connectors
import Core

/// The folder of the connectors, each in a folder of its own name.
struct ConnectorFolder {
    /// A connector as far as it could be read, and everything that is wrong with it.
    struct Draft {
        var connector: Connector?
        var problems = Diagnostics()

        /// The connector, when nothing forbids to run it.
        var runnable: Connector? { problems.hasErrors ? nil : connector }
    }

    let path: String

    /// The names of all connectors, sorted.
    var names: [String] {
        (FileBytes.names(in: path) ?? []).filter(has)
    }

    /// Whether there is a connector of this name.
    func has(_ name: String) -> Bool { Self.isName(name) && FileBytes.read(file(of: name)) != nil }

    /// The `connector.yaml` of a connector.
    func file(of name: String) -> String { "\(path)/\(name)/connector.yaml" }

    /// Reads a connector; nil when there is none of this name.
    func draft(_ name: String) -> Draft? {
        let file = file(of: name)
        guard Self.isName(name), let text = FileBytes.readText(file) else { return nil }
        let (connector, problems) = Connector.draft(text, name: file) { FileBytes.readText("\(path)/\(name)/\($0)") }
        return Draft(connector: connector, problems: problems)
    }

    /// Everything that is wrong with a connector and its cases; nil when there is none of this name.
    func lint(_ name: String) -> Diagnostics? {
        let file = file(of: name)
        guard Self.isName(name), let text = FileBytes.readText(file) else { return nil }
        return Connector.lint(text, name: file, folder: name) { FileBytes.readText("\(path)/\(name)/\($0)") }
    }

    /// The connectors whose name is most like one that is not there.
    func hint(for name: String) -> String? { Suggestion.hint(for: name, in: FileBytes.names(in: path) ?? []) }

    /// A name is no path.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") || $0 < 0x20 }
    }
}
