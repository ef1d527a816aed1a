import ArgumentParser
import Core

/// `throughline quarantine list`: the newest entries, and what helps.
struct QuarantineList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show what is in quarantine, newest first, and what helps."
    )

    @OptionGroup var gateway: GatewayOption
    @OptionGroup var selection: QuarantineSelection
    @Option(help: ArgumentHelp("At most so many entries.", valueName: "count")) var limit = 50
    @Option(help: ArgumentHelp("Entries with lower numbers only.", valueName: "number")) var before: Int64?
    @Flag(help: "One JSON object per entry and line.") var json = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
    }

    func run() async throws {
        let older = before.map { "&before=\($0)" } ?? ""
        let path = "/v1/quarantine?limit=\(limit)\(older)\(selection.query)"
        let page = try await gateway.ask { (client) throws(GatewayClient.Failure) in try await client.get(path) }
        let entries = page["entries"]?.array ?? []
        if json {
            for entry in entries { Terminal.line(entry.text) }
            return
        }
        for line in QuarantineText(now: SystemClock().now).list(entries) { Terminal.line(line) }
        if let next = page["next"]?.int { Terminal.line("\nThere are more: --before \(next)") }
    }
}

/// `throughline quarantine show`: one entry with its request.
struct QuarantineShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one entry with its request.",
        discussion: """
            Credentials in it are masked. With --whole they are not: then what --json prints is a file that \
            `throughline connector try --request` takes.
            """
    )

    @OptionGroup var gateway: GatewayOption
    @Argument(help: "The entry.") var number: Int64
    @Flag(help: "With its credentials.") var whole = false
    @Flag(help: "One JSON object.") var json = false

    func run() async throws {
        let path = "/v1/quarantine/\(number)\(whole ? "?whole=true" : "")"
        let entry = try await gateway.ask { (client) throws(GatewayClient.Failure) in try await client.get(path) }
        if json { return Terminal.line(entry.text) }
        for line in QuarantineText(now: SystemClock().now).page(entry) { Terminal.line(line) }
    }
}
