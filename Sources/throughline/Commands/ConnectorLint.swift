import ArgumentParser
import Core

/// `throughline connector lint`: everything that is wrong with connectors and their cases, at once.
struct ConnectorLint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Show everything that is wrong with connectors and their cases.",
        discussion: "Ends with 0, with 1 when there is an error; warnings alone are no error."
    )

    @OptionGroup var selection: ConnectorSelection
    @Flag(help: "One JSON object per problem and line.") var json = false

    func run() throws {
        let chosen = try selection.chosen()
        let problems = chosen.flatMap { $0.folder.lint($0.name)?.sorted ?? [] }
        for problem in problems { Terminal.line(json ? problem.json.text : problem.rendered + "\n") }
        let errors = problems.count { $0.severity == .error }
        if !json { Terminal.line(Self.summary(chosen.count, errors: errors, warnings: problems.count - errors)) }
        if errors > 0 { throw ExitCode.failure }
    }

    private static func summary(_ connectors: Int, errors: Int, warnings: Int) -> String {
        let found = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map(Counted.text)
        let verdict = found.isEmpty ? "nothing to say" : found.joined(separator: ", ")
        return "\(Counted.text(connectors, "connector")): \(verdict)."
    }
}

/// Numbers with their nouns.
enum Counted {
    /// `1 case`, `2 cases`.
    static func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
