import ArgumentParser
import Core

/// `throughline quarantine`: what a running daemon refused or could not read, and what is done about it.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Look at what was refused or could not be read, and take it in again.",
        discussion: """
            throughline quarantine list
            throughline quarantine show 12
            throughline connector try --quarantine 12
            throughline quarantine readmit --source payments --plan
            throughline quarantine readmit --source payments

            Requests that were not believed are kept for a while: when there are too many, the oldest go. What was \
            acknowledged to its sender stays until somebody takes it in or throws it away. \(GatewayOption.aboutKey)
            """,
        subcommands: [QuarantineList.self, QuarantineShow.self, QuarantineReadmit.self, QuarantineDiscard.self]
    )
}

/// Which entries a command is about.
struct QuarantineSelection: ParsableArguments {
    @Option(help: ArgumentHelp("Entries of one source.", valueName: "name")) var source: String?
    @Option(help: ArgumentHelp("Entries that failed here: verify, decode, normalize or conflict.", valueName: "stage"))
    var stage: String?

    /// Whether it selects anything.
    var isGiven: Bool { source != nil || stage != nil }

    /// As the API takes it in a body.
    var members: JSONObject {
        var members: JSONObject = [:]
        members["source"] = source.map(JSON.string)
        members["stage"] = stage.map(JSON.string)
        return members
    }

    /// As the API takes it in a query, with `&` before each.
    var query: String {
        members.members.map { "&\($0.name)=\(($0.value.string ?? "").queryEncoded)" }.joined()
    }

    /// As it is given on a command line.
    var words: String {
        members.members.map { " --\($0.name) \($0.value.string ?? "")" }.joined()
    }
}
