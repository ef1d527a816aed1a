import ArgumentParser
import Connectors
import Core
import Outbound
import Pipeline
import Policy
import YAML

/// The options of both doctors, and what they have in common.
struct ExaminationOptions: ParsableArguments {
    @OptionGroup var options: ConfigOption
    @Flag(help: "Call nobody.") var offline = false
    @Flag(help: "One JSON object per finding and line.") var json = false

    /// Shows findings; ends with 1 when one of them is a problem.
    func show(_ findings: [Finding]) throws {
        if json {
            for finding in findings { Terminal.line(finding.json.text) }
        } else {
            for line in FindingsText(findings).lines { Terminal.line(line) }
        }
        if findings.contains(where: { $0.verdict == .problem }) { throw ExitCode.failure }
    }
}

/// A configuration as far as it can be read, and what the doctors find of it.
struct Examination {
    /// Nil when nothing of it can be read.
    let settings: Settings?
    /// What is wrong with the files.
    let problems: Diagnostics

    /// Reads a configuration; one with errors is examined too.
    init(_ file: String) {
        let reader = SettingsReader(file: file)
        do throws(Diagnostics) {
            settings = try reader.draft()
            problems = reader.problems.diagnostics
        } catch {
            settings = nil
            problems = error
        }
    }

    /// What is wrong with the files, and what somebody should look at.
    var findingsOfFiles: [Finding] {
        var findings = Findings("configuration")
        for problem in problems.sorted {
            let place = "\(problem.file):\(problem.place.line):\(problem.place.column)"
            findings.add(place, problem.severity == .error ? .problem : .warning, problem.message, hint: problem.hint)
        }
        if !problems.hasErrors, let settings { findings.add(settings.file, .fine, "can be read") }
        return findings.all
    }

    /// What is found of sources, one after the other.
    func findings(of sources: [Source], isOffline: Bool) async throws -> [Finding] {
        guard let settings else { return [] }
        let transport = isOffline ? nil : try CurlTransport()
        var findings: [Finding] = []
        for source in sources {
            let doctor = SourceDoctor(
                source: source,
                server: settings.server,
                clock: SystemClock(),
                transport: transport
            )
            findings += await doctor.findings()
        }
        await transport?.stop()
        return findings
    }

    /// The release of the time zone data; nil where there is none.
    var tzdata: String? {
        let isMissing =
            problems.all.contains { $0.code == "no-zones" } || ZoneDatabase().zone("America/New_York") == nil
        return isMissing ? nil : settings?.configuration.policy.gate.tzdata
    }

    /// Every source, by name.
    var sources: [Source] { (settings?.configuration.sources.values).map { $0.sorted { $0.name < $1.name } } ?? [] }
}

/// Findings as a table for people.
struct FindingsText {
    private let findings: [Finding]

    init(_ findings: [Finding]) {
        self.findings = findings
    }

    var lines: [String] {
        var lines: [String] = []
        var subject = ""
        for finding in findings {
            if finding.subject != subject { lines += (subject.isEmpty ? [] : [""]) + [finding.subject] }
            subject = finding.subject
            lines.append("  \(pad(finding.verdict.rawValue)) \(finding.check): \(Terminal.safe(finding.message))")
            if let hint = finding.hint { lines.append("  \(pad("")) = \(Terminal.safe(hint))") }
        }
        return lines + ["", summary]
    }

    private var summary: String {
        let counts = [(Finding.Verdict.problem, "problem"), (.warning, "warning")].map { verdict, noun in
            (findings.count { $0.verdict == verdict }, noun)
        }
        let found = counts.filter { $0.0 > 0 }.map(Counted.text)
        return found.isEmpty ? "All is well." : found.joined(separator: ", ") + "."
    }

    private func pad(_ word: String) -> String { word + String(repeating: " ", count: max(0, 7 - word.count)) }
}
