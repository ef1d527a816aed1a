/// What to do with the first files of a connector that reads files.
struct FileSteps {
    let name: String
    /// The file whose header it was made by.
    let file: String
    /// The folder of the connectors.
    let connectors: String

    /// Lines for a person.
    var text: String {
        let width = steps.map(\.what.count).max() ?? 0
        let lines = steps.map { "  \($0)\(String(repeating: " ", count: width - $0.count))   \($1)" }
        let head = "Wrote connector.yaml and tests.yaml in \(connectors)/\(name). Next:"
        return ([head] + lines).map { Terminal.safe($0) }.joined(separator: "\n")
    }

    private var steps: [(what: String, why: String)] {
        let option = connectors == "Connectors" ? "" : " --connectors \(connectors)"
        return [
            ("throughline connector test \(name)\(option)", "runs the cases, which pass as they are"),
            ("edit both files", "by what the columns mean: docs/files.md"),
            ("throughline connector lint \(name)\(option)", "shows what is wrong or missing"),
            ("add to `sources` in config.yaml", "\(name): {connector: \(name), folder: incoming/\(name)}"),
            ("throughline import \(file) --source \(name) --plan", "says what it would bring"),
        ]
    }
}
