import ArgumentParser
import Core
import Glibc
import Outbound

/// `throughline timeline phone:+15005550006`: what happened with a customer, and what did not, and why.
struct TimelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Show a customer's timeline.",
        discussion: "The key in THROUGHLINE_API_KEY is used when the daemon asks for one."
    )

    @Argument(help: "kind:value, such as phone:+15005550006 or account:acme:100231.") var identifier: String
    @Option(help: "The daemon.") var url = "http://127.0.0.1:8080"
    @Option(help: "The time zone to show times in.") var zone = "UTC"
    @Flag(help: "One CloudEvent per line.") var json = false

    func run() async throws {
        guard Identifier(identifier) != nil else {
            throw ValidationError("`\(identifier)` must be kind:value, such as phone:+15005550006")
        }
        let transport = try CurlTransport()
        let key = getenv("THROUGHLINE_API_KEY").map { Secret(String(cString: $0)) }
        let client = GatewayClient(base: url, transport: transport, key: key)
        do throws(GatewayClient.Failure) {
            try await show(client)
        } catch {
            Terminal.error(error.description)
            throw ExitCode.failure
        }
        await transport.stop()
    }

    private func show(_ client: GatewayClient) async throws(GatewayClient.Failure) {
        let found = try await client.get("/v1/customers?identifier=\(identifier.queryEncoded)")
        guard let id = found["customers"]?.array?.first?["id"]?.string else {
            throw GatewayClient.Failure(description: "Nobody is known by \(identifier).")
        }
        let words = TimelineText(zone: ZoneDatabase().zone(zone) ?? .utc)
        var path = "/v1/customers/\(id)/timeline?limit=30"
        while true {
            let page = try await client.get(path)
            for event in page["events"]?.array ?? [] { Terminal.line(json ? event.text : words.line(event)) }
            guard let next = page["next"]?.string else { return }
            path = "/v1/customers/\(id)/timeline?limit=30&after=\(next)"
        }
    }
}
