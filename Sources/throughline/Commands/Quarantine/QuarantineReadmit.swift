import ArgumentParser
import Core

/// `throughline quarantine readmit`: entries are verified and read again, and those that are good are taken in.
struct QuarantineReadmit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readmit",
        abstract: "Verify and read entries again, and take in those that are good.",
        discussion: """
            After a secret, a connector or a source was mended and the daemon has taken it (`throughline reload`). \
            Signatures are judged as of the moment each request came. --plan shows what would become of each and \
            changes nothing. Entries that are not good stay as they are.

            Ends with 0, with 1 when some stay, or are not in quarantine any more.
            """
    )

    @OptionGroup var gateway: GatewayOption
    @OptionGroup var selection: QuarantineSelection
    @Argument(help: ArgumentHelp("Entries by their numbers.", valueName: "number")) var numbers: [Int64] = []
    @Flag(help: "Show what would become of each, and change nothing.") var plan = false
    @Flag(help: "Take in an item whose key another body has, beside that one.") var force = false
    @Flag(help: "One JSON object per entry and line.") var json = false

    func validate() throws {
        guard numbers.isEmpty == selection.isGiven else {
            throw ValidationError("name entries by number, or a --source, a --stage or both")
        }
        guard numbers.count <= 1000 else { throw ValidationError("name at most 1000 entries") }
        guard !force || numbers.count == 1 else { throw ValidationError("--force takes one entry") }
    }

    func run() async throws {
        let words = ReadmissionText(isPlan: plan)
        let count = try await gateway.ask { (client) throws(GatewayClient.Failure) in
            try await force ? insist(client, words) : goThrough(client, words)
        }
        if !json { Terminal.line(words.summary(count)) }
        guard count.staying == 0, count.gone == 0 else { throw ExitCode.failure }
    }

    /// Page by page until there are none left.
    private func goThrough(
        _ client: GatewayClient,
        _ words: ReadmissionText
    ) async throws(GatewayClient.Failure) -> ReadmissionText.Count {
        var count = ReadmissionText.Count()
        var body = selection.members
        if !numbers.isEmpty { body["ids"] = .array(numbers.map(JSON.int)) }
        body["plan"] = .bool(plan)
        repeat {
            let page = try await client.ask("/v1/quarantine/readmit", .object(body))
            for result in page["results"]?.array ?? [] { Terminal.line(json ? result.text : words.line(result)) }
            count.taken += page["good"]?.int ?? 0
            count.staying += page["refused"]?.int ?? 0
            count.gone += Int64(page["gone"]?.array?.count ?? 0)
            body["before"] = page["next"] ?? .null
        } while body["before"] != .null
        return count
    }

    private func insist(
        _ client: GatewayClient,
        _ words: ReadmissionText
    ) async throws(GatewayClient.Failure) -> ReadmissionText.Count {
        let path = "/v1/quarantine/\(numbers[0])/readmit?force=true&plan=\(plan)"
        let result = try await client.ask(path, [:])
        Terminal.line(json ? result.text : words.line(result))
        return result["good"] == true ? ReadmissionText.Count(taken: 1) : ReadmissionText.Count(staying: 1)
    }
}

/// `throughline quarantine discard`: entries are thrown away.
struct QuarantineDiscard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Throw entries away.",
        discussion: """
            What was acknowledged to its sender goes only --because of something, which the daemon logs: there may be \
            no other copy. Ends with 0, with 1 when one stays; those behind it are not tried.
            """
    )

    @OptionGroup var gateway: GatewayOption
    @Argument(help: ArgumentHelp("Entries by their numbers.", valueName: "number")) var numbers: [Int64]
    @Option(help: ArgumentHelp("Why what was acknowledged may go.", valueName: "text")) var because: String?
    @Flag(help: "One JSON object per entry and line.") var json = false

    func run() async throws {
        let body: JSON = because.map { ["because": .string($0)] } ?? [:]
        try await gateway.ask { (client) throws(GatewayClient.Failure) in
            for number in numbers {
                let answer = try await client.ask("/v1/quarantine/\(number)/discard", body)
                Terminal.line(json ? answer.text : "\(number) is gone.")
            }
        }
    }
}
