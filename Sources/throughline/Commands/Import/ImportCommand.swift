import ArgumentParser
import Connectors
import Core
import Pipeline

/// `throughline import placements.csv --source placements --plan`: what a file of the system of record brings.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a file of the system of record.",
        discussion: """
            --plan, which is the default, says what the file would bring and changes nothing; --execute imports it. The \
            same file again brings nothing: rows are known by what they are about and what they say. A running daemon \
            does the work; without one it is done here, and the daemon reads the rows when it starts. The key in \
            THROUGHLINE_API_KEY is used when the daemon asks for one.

            Ends with 0, with 1 when a row or the file was rejected, with 75 when the data cannot be had now.
            """
    )

    @OptionGroup var options: ConfigOption
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: ArgumentHelp("The source it is of; the one with a folder unless given.", valueName: "name"))
    var source: String?
    @Flag(help: "Say what it would bring, and change nothing.") var plan = false
    @Flag(help: "Import it.") var execute = false
    @Flag(help: "The report as one JSON object.") var json = false
    @Option(help: ArgumentHelp("The daemon; the one of the configuration unless given.", valueName: "url"))
    var url: String?

    func validate() throws {
        guard !plan || !execute else { throw ValidationError("--plan and --execute exclude each other") }
    }

    func run() async throws {
        let settings = try options.read(asJSON: json)
        let work = ImportWork(
            settings: settings,
            file: file,
            source: try name(among: settings.configuration.sources),
            isPlan: !execute,
            isQuiet: json
        )
        let (outcome, isHere) = if let url { (try await work.send(to: url), false) } else { try await work.run() }
        switch outcome {
        case .report(let report):
            if json { Terminal.line(report.text) } else { ImportText(file: file, report: report).show() }
            if isHere, !json { tellWhatFollows(report) }
            guard report["rejected"]?.int == 0 else { throw ExitCode.failure }
        case .refused(let failure):
            if json { Terminal.line(failure.text) } else { ImportText(file: file, report: failure).showRefusal() }
            throw ExitCode.failure
        }
    }

    /// The source that was asked for, or the only one that it can be.
    private func name(among sources: [String: Source]) throws -> String {
        let readers = sources.values.filter(\.connector.readsFiles)
        let names = readers.map(\.name).sorted()
        if let source {
            if names.contains(source) { return source }
            let hint = Suggestion.hint(for: source, in: names).map { "; \($0)" } ?? ""
            let reason = sources[source] == nil ? "There is no source" : "No files are read by the source"
            throw Terminal.misuse("\(reason) `\(source)`\(hint).")
        }
        let watching = readers.filter { $0.folder != nil }.map(\.name)
        if watching.count == 1 { return watching[0] }
        if names.count == 1 { return names[0] }
        let list = names.isEmpty ? "no source of \(options.config) reads files" : names.joined(separator: ", ")
        throw Terminal.misuse("Which source is it of? Say --source NAME; \(list).")
    }

    private func tellWhatFollows(_ report: JSON) {
        let count = (report["new"]?.int ?? 0) + (report["changed"]?.int ?? 0)
        if execute, count > 0 { Terminal.line("The daemon reads them when it starts.") }
    }
}
