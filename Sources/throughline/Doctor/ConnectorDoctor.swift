import ArgumentParser
import Connectors
import Core

/// `throughline connector doctor`: whether the sources of connectors have what they need.
struct ConnectorDoctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out whether sources have what they need: secrets, a public URL, a provider that answers.",
        discussion: """
            Secrets are never shown. Providers are asked with a HEAD request that carries no credentials. Ends with 0, \
            with 1 when there is a problem; warnings alone are none.
            """
    )

    @Argument(help: ArgumentHelp("Connectors; all of them unless given.", valueName: "name")) var names: [String] = []
    @Option(help: ArgumentHelp("One source.", valueName: "name")) var source: String?
    @OptionGroup var examination: ExaminationOptions

    func run() async throws {
        let examined = Examination(examination.options.config)
        let chosen = examined.sources.filter(isChosen)
        let isAsked = !names.isEmpty || source != nil
        if isAsked, chosen.isEmpty, examined.settings != nil, examined.problems.all.isEmpty {
            let names = examined.sources.map { "\($0.name) (\($0.connector.name))" }.joined(separator: ", ")
            throw Terminal.misuse("No source is chosen by that; there are: \(names).")
        }
        let files = examined.findingsOfFiles.filter { $0.verdict != .fine }
        try examination.show(files + (await examined.findings(of: chosen, isOffline: examination.offline)))
    }

    private func isChosen(_ candidate: Source) -> Bool {
        if let source, candidate.name != source { return false }
        return names.isEmpty || names.contains(candidate.connector.name)
    }
}
