import Core
import Foundation

/// Where daemons under measurement live: a binary, connectors, and a folder on the disk that counts.
struct Site: Sendable {
    let binary: URL
    let connectors: URL
    let folder: URL

    init(binary: String, connectors: String, folder: String) throws {
        self.binary = URL(filePath: binary).absoluteURL
        self.connectors = URL(filePath: connectors).absoluteURL
        self.folder = URL(filePath: folder).absoluteURL
        guard FileManager.default.isExecutableFile(atPath: self.binary.path) else {
            throw BenchFailure("no daemon at \(binary): build it with `make run` or `make bench`")
        }
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    }

    /// A daemon on a fresh folder with this configuration, listening.
    func daemon(_ configuration: JSONObject, environment: [String: String]) async throws -> Child {
        let home = try freshFolder()
        let document: JSONObject = [
            "server": ["listen": "127.0.0.1:0", "public_url": "http://127.0.0.1"],
            "store": ["url": "sqlite:data/throughline.db"], "connectors": .string(connectors.path),
        ]
        let config = home.appending(path: "config.yaml")
        try Data(JSON.object(document.merging(configuration)).bytes).write(to: config)  // JSON is YAML
        return try await Child.start(
            binary,
            ["serve", "--config", config.path],
            environment: environment,
            home: home
        )
    }

    /// The same HTTP stack, doing nothing.
    func bareServer() async throws -> Child {
        try await Child.start(
            URL(filePath: CommandLine.arguments[0]),
            ["bare-server"],
            environment: [:],
            home: freshFolder()
        )
    }

    private func freshFolder() throws -> URL {
        let home = folder.appending(path: "home-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        return home
    }
}
