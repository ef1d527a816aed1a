import Connectors
import Core
import YAML

/// Reads `folder:` of sources: where their files are put.
///
/// One for all sources of a configuration: no two of them may watch one folder.
final class FolderReader {
    private let problems: Problems
    /// The folder that relative paths start from.
    private let base: String
    private var taken: [String: SourceText] = [:]

    init(problems: Problems, base: String) {
        self.problems = problems
        self.base = base
    }

    /// The folder of a source; nil when it has none, or beside a problem.
    ///
    /// `kind` is what it is an instance of.
    func read(_ reader: MappingReader, _ connector: Connector?, of kind: SourceText?) -> WatchedFolder? {
        guard let node = reader.optional("folder"), let key = reader.key("folder") else {
            if let connector, let kind, connector.readsFiles, connector.methods.isEmpty { warn(kind) }
            return nil
        }
        if let connector, !connector.readsFiles {
            let hint = "files are read by connectors with `receive: {decode: csv}` or `{decode: fixed}`"
            problems.add("no-files", "connector \(connector.name) reads no files", hint: hint, at: key)
        }
        guard let folder = folder(node), isFree(folder.path, key) else { return nil }
        return folder
    }

    /// A path, or `{path, marker}`.
    private func folder(_ node: Node) -> WatchedFolder? {
        guard node.entries != nil else { return node.text("`folder`", problems).flatMap { folder($0, marker: nil) } }
        let reader = MappingReader(node, problems, name: "`folder`")
        let path = reader.text("path", .required)
        let marker = reader.text("marker")
        reader.finish()
        if let marker, !Self.isMarker(marker.text) {
            let hint = "what is added to a file's name when it is whole, such as `.done`"
            problems.add("bad-value", "`marker` cannot be `\(marker.text)`", hint: hint, at: marker)
        }
        return path.flatMap { folder($0, marker: marker?.text) }
    }

    private func folder(_ path: SourceText, marker: String?) -> WatchedFolder? {
        guard !path.text.isEmpty, !path.text.utf8.contains(0) else {
            problems.add("bad-value", "`folder` must be a path", at: path)
            return nil
        }
        return WatchedFolder(path: Paths.resolve(path.text, in: base), marker: marker)
    }

    private static func isMarker(_ text: String) -> Bool {
        text.hasPrefix(".") && text.utf8.count > 1 && !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 0x21 }
    }

    private func isFree(_ path: String, _ key: SourceText) -> Bool {
        let path = path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let other = taken[path] else {
            taken[path] = key
            return true
        }
        let hint = "that of line \(other.place(at: 0).line)"
        problems.add("folder-taken", "another source watches this folder", hint: hint, at: key)
        return false
    }

    private func warn(_ kind: SourceText) {
        problems.add(
            "no-folder",
            "files of this source come only by `throughline import`",
            hint: "add `folder: incoming/…` to watch one",
            severity: .warning,
            at: kind
        )
    }
}
