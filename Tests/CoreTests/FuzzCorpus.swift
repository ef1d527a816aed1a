import Foundation

/// Inputs that fuzzing kept: those that reach further than others, and those that once broke something.
enum FuzzCorpus {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz")

    /// The inputs of a target by their names.
    static func inputs(of target: String) throws -> [(name: String, bytes: [UInt8])] {
        try ["corpus", "crashes"].flatMap { kind in
            let folder = folder.appending(path: "\(kind)/\(target)")
            guard FileManager.default.fileExists(atPath: folder.path) else { return [(name: String, bytes: [UInt8])]() }
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .sorted { $0.path < $1.path }
                .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
        }
    }
}
