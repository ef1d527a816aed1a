import Foundation

/// Where things are, and how much of them is asked for.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

    private static let environment = ProcessInfo.processInfo.environment

    /// The daemon under test: what `THROUGHLINE_BINARY` names, else the debug build.
    static let binary = URL(
        filePath: environment["THROUGHLINE_BINARY"] ?? ".build/debug/throughline",
        relativeTo: root
    ).absoluteURL.path

    /// Whether the counts of the issue are asked for in full (`make prove`) instead of a twentieth.
    static let isProof = environment["PROVE"] == "1"

    /// The Python that `make test` prepared with the providers' SDKs.
    static let python = root.appending(path: ".venv/bin/python3").path

    static func file(_ path: String) -> URL { root.appending(path: path) }

    /// Why the tests that need the providers' SDKs cannot run; nil when they can.
    static var missing: String? {
        if !FileManager.default.isExecutableFile(atPath: binary) { return "no daemon at \(binary): run `make test`" }
        if !FileManager.default.isExecutableFile(atPath: python) { return "no .venv: run `make test`" }
        return nil
    }

    /// A folder of its own for the time of `body`.
    static func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "throughline-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
