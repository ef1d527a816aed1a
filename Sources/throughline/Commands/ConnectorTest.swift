import ArgumentParser
import Connectors
import Core

/// `throughline connector test`: the cases beside connectors, without a gateway and without a network.
struct ConnectorTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the cases of connectors.",
        discussion: "Ends with 0, with 1 when a case fails or a connector or its cases cannot be read."
    )

    @OptionGroup var selection: ConnectorSelection
    @Flag(help: "One JSON object per case and line.") var json = false

    func run() throws {
        let reports = try selection.chosen().map(CaseReport.init)
        for line in reports.flatMap({ $0.lines(asJSON: json) }) { Terminal.line(line) }
        guard reports.allSatisfy(\.isGood) else { throw ExitCode.failure }
    }
}

/// What became of the cases of one connector.
struct CaseReport {
    private let name: String
    private let file: String
    private var results: [(item: ConnectorCase, differences: [CaseDifference])] = []
    private var problems = Diagnostics()

    /// Runs them.
    init(of chosen: ConnectorSelection.Chosen) {
        name = chosen.name
        file = "\(chosen.folder.path)/\(name)/tests.yaml"
        let draft = chosen.folder.draft(name)
        guard let connector = draft?.runnable else {
            problems = draft?.problems ?? problems
            return
        }
        guard connector.readsItems else { return }
        do throws(Diagnostics) {
            guard let text = FileBytes.readText(file) else { throw Diagnostics.missing(file) }
            let cases = try ConnectorCase.readAll(text, name: file)
            results = cases.map { ($0, $0.differences(of: connector, among: cases)) }
        } catch {
            problems = error
        }
    }

    /// Whether everything came out as it should.
    var isGood: Bool { !problems.hasErrors && failed == 0 }

    private var failed: Int { results.count { !$0.differences.isEmpty } }

    func lines(asJSON: Bool) -> [String] {
        let problems = problems.sorted.filter { $0.severity == .error }
        if asJSON { return problems.map(\.json.text) + results.map { json($0.item, $0.differences).text } }
        if !problems.isEmpty { return ["\(name): cannot be tested"] + problems.map { $0.rendered + "\n" } }
        let verdict = failed == 0 ? "all good" : "\(failed) failed"
        let failures = results.filter { !$0.differences.isEmpty }
        return ["\(name): \(Counted.text(results.count, "case")), \(verdict)"] + failures.flatMap(text)
    }

    private func json(_ item: ConnectorCase, _ differences: [CaseDifference]) -> JSON {
        [
            "connector": .string(name), "case": .string(item.name), "file": .string(file),
            "line": .int(Int64(item.place.line)), "passed": .bool(differences.isEmpty),
            "differences": .array(differences.map(\.json)),
        ]
    }

    private func text(_ item: ConnectorCase, _ differences: [CaseDifference]) -> [String] {
        ["  \(file):\(item.place.line): \(item.name)"]
            + differences.flatMap { difference in
                [
                    "    \(Terminal.safe(difference.text))",
                    "      - \(Self.value(difference.expected))", "      + \(Self.value(difference.actual))",
                ]
            }
    }

    private static func value(_ json: JSON?) -> String { json.map { Terminal.safe($0.text) } ?? "nothing" }
}
