import ArgumentParser
import Connectors
import Core

/// `throughline connector try`: what a connector makes of a request for a person, or of many for a program.
struct ConnectorTry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: "Send requests through a connector, from the signature to the events.",
        discussion: """
            throughline connector try payments --request payment.http --secret signing_key=file:key.txt

            --request takes HTTP as text (METHOD URL, headers, an empty line, the body), what `curl --trace` or \
            `--trace-ascii` wrote, or JSON as in a batch; --case a case of the connector's `tests.yaml`; --quarantine an \
            entry of a running daemon's quarantine, as of the moment it came. With --source the connector, its \
            secrets and its settings are those of a source in --config; an entry is tried with the source it came to \
            unless told otherwise. A secret is given as NAME=TEXT, or better NAME=env:VARIABLE or NAME=file:PATH; \
            several of a name are all tried. Nothing is sent or stored.

            With --batch, standard input holds one JSON object per line: `connector`, `request` (`method`, `url`, \
            `headers`, `body` or `body_base64`), and as wanted `secrets` (a list of versions per name), `config`, \
            `certs` (PEM by URL), `now` (seconds since 1970), `skip_verify`. One object per line comes out, in the \
            same order: `verified`, `reason`, `respond`, `events`, or `error`.

            Ends with 0, with 1 when the request is refused or cannot be read, with 2 when an option cannot be read; a \
            batch ends with 0.
            """
    )

    @OptionGroup var options: ConnectorsOption
    @Argument(help: "The connector.") var name: String?
    @Option(help: ArgumentHelp("A file with a request; - reads standard input.", valueName: "file"))
    var request: String?
    @Option(name: .customLong("case"), help: ArgumentHelp("A case of tests.yaml.", valueName: "name"))
    var caseName: String?
    @Option(help: ArgumentHelp("An entry of the quarantine at --url.", valueName: "number")) var quarantine: Int64?
    @OptionGroup var gateway: GatewayOption
    @Option(name: .customLong("secret"), help: ArgumentHelp("A secret, repeatable.", valueName: "name=value"))
    var secrets: [String] = []
    @Option(help: ArgumentHelp("A source of the configuration, instead of a connector.", valueName: "name"))
    var source: String?
    @Option(name: [.customShort("c"), .long], help: "The configuration file, for --source.") var config = "config.yaml"
    @Option(help: ArgumentHelp("When the request comes: RFC 3339 or seconds since 1970.", valueName: "time"))
    var now: String?
    @Flag(help: "Read the request without its signature.") var skipVerify = false
    @Flag(help: "One JSON object.") var json = false
    @Flag(help: "One JSON object per line of input, one per line of output.") var batch = false

    func validate() throws {
        if batch {
            guard name == nil, requests == 0, secrets.isEmpty, source == nil, now == nil else {
                throw ValidationError("--batch takes everything from standard input")
            }
            return
        }
        guard name == nil || source == nil, name != nil || source != nil || quarantine != nil else {
            throw ValidationError("name a connector, or a --source")
        }
        guard requests == 1 else { throw ValidationError("give a --request, a --case or a --quarantine") }
        guard name != nil || (secrets.isEmpty && caseName == nil) else {
            throw ValidationError("a source has its own secrets, and no --case")
        }
    }

    /// How many requests are named.
    private var requests: Int {
        [request != nil, caseName != nil, quarantine != nil].count { $0 }
    }

    func run() async throws {
        guard !batch else { return try ConnectorBatch(folder: options.folder).run() }
        let question = try TryQuestion(self, entry: try await entry())
        let report = TryReport(question)
        Terminal.line(json ? report.json.text : report.text)
        guard report.isGood else { throw ExitCode.failure }
    }

    /// What is in quarantine, with its credentials: without them no signature would fit.
    private func entry() async throws -> JSON? {
        guard let quarantine else { return nil }
        return try await gateway.ask { (client) throws(GatewayClient.Failure) in
            try await client.get("/v1/quarantine/\(quarantine)?whole=true")
        }
    }
}
