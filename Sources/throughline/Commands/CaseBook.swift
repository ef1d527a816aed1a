import ArgumentParser
import Connectors
import Core

/// The cases of a connector, and those that are added.
struct CaseBook {
    private let file: String
    private let source: Source
    private let connectorText: String
    /// What stands in the file; empty when there is none.
    private let text: String
    private let names: [String]

    /// Reads the cases there are.
    ///
    /// Throws the end of the command when they cannot be read.
    init(file: String, source: Source, connectors: String) throws {
        self.file = file
        self.source = source
        connectorText = FileBytes.readText("\(connectors)/\(source.connector.name)/connector.yaml") ?? ""
        text = FileBytes.readText(file) ?? ""
        do throws(Diagnostics) {
            names = text.isEmpty ? [] : try ConnectorCase.readAll(text, name: file).map(\.name)
        } catch {
            for problem in error.sorted { Terminal.error(problem.rendered + "\n") }
            throw ExitCode.failure
        }
    }

    /// What became of requests.
    func recorded(_ inputs: [TrialInput]) -> RecordingReport {
        var recorder = Recorder(source: source, connectorText: connectorText, names: names)
        return RecordingReport(inputs.map { recorder.record($0.webhook) })
    }

    /// Adds cases at the end, once all of them pass.
    ///
    /// Throws the end of the command when one does not, or the file cannot be written.
    func append(_ report: RecordingReport) throws {
        let whole = (text.isEmpty || text.hasSuffix("\n\n") ? text : text + "\n") + report.yaml
        guard passes(whole, report) else {
            Terminal.error("A case does not pass; nothing was written.")
            throw ExitCode.failure
        }
        let slash = file.lastIndex(of: "/")
        let name = slash.map { String(file[file.index(after: $0)...]) } ?? file
        try NewFiles(folder: Paths.folder(of: file)).write([(name, whole)])
    }

    private func passes(_ text: String, _ report: RecordingReport) -> Bool {
        let added = Set(report.cases.map(\.name))
        do throws(Diagnostics) {
            let cases = try ConnectorCase.readAll(text, name: file)
            return cases.filter { added.contains($0.name) }.allSatisfy { item in
                item.differences(of: source.connector, among: cases).isEmpty
            }
        } catch {
            return false
        }
    }
}

/// What became of requests that were to be recorded.
struct RecordingReport {
    let cases: [RecordedCase]
    private let reasons: [String]

    init(_ outcomes: [Recorder.Outcome]) {
        cases = outcomes.compactMap { if case .recorded(let item) = $0 { item } else { nil } }
        reasons = outcomes.compactMap { if case .leftOut(let reason) = $0 { reason } else { nil } }
    }

    /// All cases as they stand in the file.
    var yaml: String { cases.map(\.yaml).joined(separator: "\n") }

    /// For a person: what will be expected of each case, what was left out and why.
    var lines: [String] {
        if cases.isEmpty, reasons.isEmpty { return ["There is no request."] }
        let counts = Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +)
        return cases.flatMap(lines)
            + counts.sorted { $0.key < $1.key }.map { "left out: \(Counted.text($0.value, "request")): \($0.key)" }
    }

    private func lines(_ item: RecordedCase) -> [String] {
        let head = item.original.map { "\(item.name), a duplicate of \($0)" } ?? item.name
        let events = item.events.map { event in
            let parts = [event.type.rawValue, event.id, event.address, event.account?.description].compactMap(\.self)
            return "  " + parts.joined(separator: "  ")
        }
        let nothing = item.events.isEmpty ? ["  no event"] : []
        let kept =
            item.kept.isEmpty ? [] : ["  stays, since the connector reads it: \(item.kept.joined(separator: ", "))"]
        return ([head] + events + nothing + kept).map { Terminal.safe($0) }
    }
}
