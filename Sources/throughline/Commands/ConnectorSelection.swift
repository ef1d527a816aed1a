import ArgumentParser
import Core
import Glibc

/// Which connectors a command is about: by name, by folder, or all of them.
struct ConnectorSelection: ParsableArguments {
    /// One of them.
    struct Chosen {
        let name: String
        let folder: ConnectorFolder
    }

    @OptionGroup var options: ConnectorsOption
    @Argument(
        help: ArgumentHelp(
            "Connectors by name, or by a folder written with a slash; all of them unless given.",
            valueName: "name"
        )
    )
    var names: [String] = []

    /// Those chosen, in the order given.
    ///
    /// Throws wrong usage when there is none of a name.
    func chosen() throws -> [Chosen] {
        let found = try names.isEmpty ? all(in: options.folder) : names.flatMap(chosen)
        guard !found.isEmpty else { throw Terminal.misuse("There is no connector in \(options.connectors).") }
        return found
    }

    private func chosen(_ name: String) throws -> [Chosen] {
        guard name.contains("/") || name.hasPrefix(".") else {
            guard options.folder.has(name) else {
                let hint = options.folder.hint(for: name).map { " (\($0))" } ?? ""
                throw Terminal.misuse("No connector is called `\(name)`\(hint).")
            }
            return [Chosen(name: name, folder: options.folder)]
        }
        guard let path = Self.realPath(name) else { throw Terminal.misuse("\(name) is no folder.") }
        let parent = ConnectorFolder(path: Paths.folder(of: path))
        let last = String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
        let found = parent.has(last) ? [Chosen(name: last, folder: parent)] : all(in: ConnectorFolder(path: path))
        guard !found.isEmpty else { throw Terminal.misuse("There is no connector in \(name).") }
        return found
    }

    private func all(in folder: ConnectorFolder) -> [Chosen] {
        folder.names.map { Chosen(name: $0, folder: folder) }
    }

    /// Without `.`, `..` and links, so that its last part is the folder's name.
    private static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }
}
