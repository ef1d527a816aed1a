import ArgumentParser
import Connectors
import Core
import Outbound
import Pipeline
import Sandbox
import ServiceLifecycle
import YAML

/// Where the sandbox listens.
struct SandboxAddress: Sendable {
    var host: String
    var port: Int

    /// Where `config.yaml` expects it.
    static let standard = SandboxAddress(host: "127.0.0.1", port: 8081)

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `address:port`.
    init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1]), (0...65535).contains(port) else { return nil }
        self.init(host: String(parts[0]), port: port)
    }

    var text: String { "\(host):\(port)" }
}

/// Makes sandbox providers for the sources of a configuration.
struct SandboxSetup {
    let file: String

    private var folder: String { Paths.folder(of: file) }

    /// Makes the secrets that the sandbox's providers share with us, where they are missing.
    ///
    /// Reads the file only as far as it must: without these secrets the configuration itself would be refused.
    func prepareSecrets() throws {
        guard let text = FileBytes.readText(file), let root = try? YAML.parse(text, name: file).json else { return }
        let connectors = Paths.resolve(root["connectors"]?.string ?? "Connectors", in: folder)
        for source in root["sources"]?.object?.members ?? [] {
            guard let connector = source.value["connector"]?.string, source.value["base_url"] != nil,
                let definition = try definition(of: connector, in: connectors)
            else { continue }
            let secrets = secretsFolder(of: source.name)
            guard Folders.make(secrets) else {
                Terminal.error("The folder \(secrets) cannot be made.")
                throw Ending.configuration
            }
            try definition.prepareSecrets(in: secrets)
        }
    }

    /// The server for every source whose connector has a sandbox.
    func server(
        settings: Settings,
        clock: any WallClock,
        transport: any HTTPTransport,
        faults: [Fault]
    ) throws -> SandboxServer {
        var players: [SandboxServer.Player] = []
        for source in settings.configuration.sources.values.sorted(by: { $0.name < $1.name })
        where source.baseURL != nil {
            guard let definition = try definition(of: source.connector.name, in: settings.connectorsFolder) else {
                continue
            }
            players.append(
                SandboxServer.Player(
                    source: source,
                    definition: definition,
                    privateKeys: definition.privateKeys(in: secretsFolder(of: source.name))
                )
            )
        }
        let hooks = settings.server.publicURL ?? "http://\(settings.server.host):\(settings.server.port)"
        return SandboxServer(players: players, hooks: hooks, clock: clock, transport: transport, faults: faults)
    }

    /// The names of the sources it plays.
    func names(in settings: Settings) -> String {
        settings.configuration.sources.values.filter { $0.baseURL != nil }.map(\.name).sorted().joined(separator: ", ")
    }

    private func secretsFolder(of source: String) -> String { Paths.resolve("data/sandbox/\(source)", in: folder) }

    private func definition(of connector: String, in connectors: String) throws -> SandboxDefinition? {
        let path = "\(connectors)/\(connector)/sandbox.yaml"
        guard let text = FileBytes.readText(path) else { return nil }
        do throws(Diagnostics) {
            return try SandboxDefinition.read(text, name: path)
        } catch {
            throw Terminal.refuse(error, asJSON: false)
        }
    }
}

/// The sandbox as a service.
struct SandboxService: Service {
    let server: SandboxServer
    let address: SandboxAddress

    func run() async throws {
        try await server.run(host: address.host, port: address.port)
    }
}
