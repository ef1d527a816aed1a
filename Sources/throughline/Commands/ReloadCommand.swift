import ArgumentParser
import Core

/// `throughline reload`: a running daemon reads its files again, and says what came of it.
struct ReloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "Let a running daemon read its files again.",
        discussion: """
            Files that are refused change nothing: what was in force stays in force, and what is wrong with them is \
            shown as `check` would show it. Ends with 0, with 78 when they are refused. \(GatewayOption.aboutKey)
            """
    )

    @OptionGroup var gateway: GatewayOption
    @Flag(help: "The changes as one JSON document, or one problem per line.") var json = false

    func run() async throws {
        let (status, answer) = try await gateway.ask { (client) throws(GatewayClient.Failure) in
            try await client.post("/v1/reload", [:])
        }
        switch status {
        case 200: Terminal.line(json ? answer.text : ReloadText.changes(answer["changes"]))
        case 422:
            let problems = ReloadText.problems(answer["problems"])
            throw Terminal.refuse(problems, asJSON: json, so: "what was in force stays in force")
        default:
            Terminal.error("\(gateway.url) answered \(status). \(answer["detail"]?.string ?? "")")
            throw ExitCode.failure
        }
    }
}

/// What came of a reload, in words.
enum ReloadText {
    /// A line for each kind of part that changed.
    static func changes(_ changes: JSON?) -> String {
        let kinds = changes?.object?.members ?? []
        guard !kinds.isEmpty else { return "Nothing has changed." }
        return (["Taken."] + kinds.flatMap { lines($0.name, $0.value) }).joined(separator: "\n")
    }

    private static func lines(_ kind: String, _ parts: JSON) -> [String] {
        if let names = parts.array { return ["  \(kind): \(words(names))"] }
        return (parts.object?.members ?? []).map { "  \(kind) \($0.name): \(words($0.value.array ?? []))" }
    }

    private static func words(_ names: [JSON]) -> String {
        Terminal.safe(names.compactMap(\.string).joined(separator: ", "))
    }

    /// The problems as they were found, each with its line where the file can be read here too.
    static func problems(_ list: JSON?) -> Diagnostics {
        var problems = Diagnostics()
        var files: [String: SourceFile] = [:]
        for item in list?.array ?? [] {
            guard let name = item["file"]?.string, let code = item["code"]?.string,
                let message = item["message"]?.string, let line = item["line"]?.int, let column = item["column"]?.int
            else { continue }
            let file = files[name] ?? SourceFile(name: name, text: FileBytes.readText(name) ?? "")
            files[name] = file
            problems.add(
                Diagnostic(
                    code,
                    message,
                    hint: item["hint"]?.string,
                    severity: item["severity"]?.string.flatMap(Diagnostic.Severity.init) ?? .error,
                    file: file,
                    place: SourcePlace(line: Int(clamping: line), column: max(1, Int(clamping: column)))
                )
            )
        }
        return problems
    }
}
