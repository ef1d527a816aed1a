import Foundation

/// A Swift file of the product.
struct SourceFile {
    /// Its path from the root of the repository.
    let path: String
    let text: String

    /// The folder directly under `Sources/`.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    /// The room in the module, such as `Sources/Store/SQLite`, whatever folders there are in it.
    var room: String { path.split(separator: "/").dropLast().prefix(3).joined(separator: "/") }

    /// The modules its `import` lines name, with the number of the line.
    var imports: [(module: String, line: Int)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            Self.importedModule(line).map { ($0, index + 1) }
        }
    }

    /// The module that `line` imports: `@testable public import struct Name.Type` gives `Name`.
    static func importedModule(_ line: Substring) -> String? {
        var words = line.split { " \t;".contains($0) }
        let before = ["public", "package", "internal", "private", "fileprivate"]
        while let word = words.first, word.hasPrefix("@") || before.contains(String(word)) { words.removeFirst() }
        guard words.first == "import" else { return nil }
        words.removeFirst()
        let kinds = ["struct", "class", "enum", "protocol", "typealias", "func", "var", "let", "actor"]
        if let word = words.first, kinds.contains(String(word)) { words.removeFirst() }
        return words.first.flatMap { $0.split(separator: ".").first }.map(String.init)
    }

    /// The root of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().standardizedFileURL

    /// The names of the folders in a folder of the repository.
    static func folders(in path: String) throws -> [String] {
        let folder = root.appending(path: path)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder.appending(path: name).path, isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }

    /// Every Swift file under `Sources/`.
    static func all() throws -> [SourceFile] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: "Sources").path)
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: root.appending(path: "Sources/\(path)"), encoding: .utf8)
            return SourceFile(path: "Sources/\(path)", text: text)
        }
    }
}
