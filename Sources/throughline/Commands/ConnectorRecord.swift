import ArgumentParser
import Connectors
import Core
import Glibc
import Pipeline

/// `throughline connector record`: real traffic of a source as test cases of its connector.
struct ConnectorRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Make test cases of requests that a provider sent.",
        discussion: """
            throughline connector record --source sms --limit 20 --plan

            Telephone numbers, addresses, names, ids, tokens and secrets are replaced, always by the same, and the \
            signature is made again under keys that are good for nothing else; types, states, moments and amounts \
            stay. Every case passes `connector test` before it is written. Read them all before you share them.

            --from takes `journal` (what a running daemon has), `quarantine`, or a file: an HTTP archive (.har), \
            HTTP as text, what `curl --trace` wrote, or JSON as `connector try` reads it. \(GatewayOption.aboutKey)

            Ends with 0, with 1 when nothing was recorded or a file cannot be written, with 2 when an option cannot be \
            read, with 78 when the configuration is refused.
            """
    )

    @OptionGroup var configuration: ConfigOption
    @OptionGroup var gateway: GatewayOption
    @Option(help: ArgumentHelp("A source of the configuration.", valueName: "name")) var source: String
    @Option(help: ArgumentHelp("`journal`, `quarantine`, or a file.", valueName: "where")) var from = "journal"
    @Option(help: ArgumentHelp("Only what came since: RFC 3339, or a time ago such as 2h.", valueName: "time"))
    var since: String?
    @Option(help: "The most requests that are looked at, the newest.") var limit = 20
    @Option(help: ArgumentHelp("The file of cases; the connector's own unless given.", valueName: "file"))
    var out: String?
    @Flag(help: "Show the cases; write nothing.") var plan = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000") }
        guard since == nil || start != nil else {
            throw ValidationError("--since takes RFC 3339, or a time such as 2h")
        }
    }

    func run() async throws {
        let settings = try configuration.read()
        guard let found = settings.configuration.sources[source] else {
            let names = settings.configuration.sources.keys.sorted()
            let hint = Suggestion.hint(for: source, in: names).map { " (\($0))" } ?? ""
            throw Terminal.misuse("No source is called `\(Terminal.safe(source))`\(hint).")
        }
        let inputs = try await inputs(settings)
        let file = out ?? "\(settings.connectorsFolder)/\(found.connector.name)/tests.yaml"
        let book = try CaseBook(file: file, source: found, connectors: settings.connectorsFolder)
        let report = book.recorded(inputs)
        for line in report.lines { Terminal.line(line) }
        guard !report.cases.isEmpty else { throw ExitCode.failure }
        if plan { return Terminal.bytes(Array(("\n" + report.yaml).utf8)) }
        try book.append(report)
        Terminal.line("\(Counted.text(report.cases.count, "case")) added to \(file). Read them before you share them.")
    }

    /// The earliest moment asked for.
    private var start: Timestamp? {
        guard let since else { return nil }
        if let time = Timestamp(rfc3339: since) { return time }
        return TimeSpan(since).map { SystemClock().now.adding(TimeSpan(microseconds: -$0.microseconds)) }
    }

    private func inputs(_ settings: Settings) async throws -> [TrialInput] {
        let stored = StoredRequests(source: source, since: start, limit: limit)
        switch from {
        case "journal":
            return try await gateway.ask { client throws(GatewayClient.Failure) in
                try await stored.inputs(in: "receipts", as: "receipts", client)
            }
        case "quarantine":
            return try await gateway.ask { client throws(GatewayClient.Failure) in
                try await stored.inputs(in: "quarantine", as: "entries", client)
            }
        default: return try read(from, settings)
        }
    }

    private func read(_ file: String, _ settings: Settings) throws -> [TrialInput] {
        guard let bytes = FileBytes.read(file == "-" ? "/dev/stdin" : file) else {
            throw Terminal.misuse("\(Terminal.safe(file)) cannot be read, or has more than 16 MiB.")
        }
        do throws(TrialInput.Failure) {
            let all = try TrialInput.all(in: bytes, base: settings.server.publicURL, now: SystemClock().now)
            return Array(all.filter { input in start.map { input.now >= $0 } ?? true }.suffix(limit))
        } catch {
            throw Terminal.misuse("\(Terminal.safe(file)): \(error.message).")
        }
    }
}
