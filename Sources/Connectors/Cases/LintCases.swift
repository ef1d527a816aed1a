public import Core
import YAML

extension Connector {
    /// Everything that is wrong with a `connector.yaml` and the cases beside it, and what somebody should look at.
    ///
    /// Where ``draft(_:name:fileBeside:)`` only warns of wrong cases, since a gateway runs without them, here they are
    /// errors. `folder` is the name of the folder both stand in, by which everything else finds the connector.
    public static func lint(
        _ text: String,
        name: String,
        folder: String,
        fileBeside: @escaping (String) -> String?
    ) -> Diagnostics {
        let (connector, problems) = draft(text, name: name, fileBeside: fileBeside)
        let casesName = name.hasSuffix("connector.yaml") ? "\(name.dropLast(14))tests.yaml" : "tests.yaml"
        var found = Diagnostics()
        for problem in problems.all where !problem.file.hasSameBytes(as: casesName) { found.add(problem) }
        if let connector, !connector.name.hasSameBytes(as: folder) {
            let message = "it is called `\(connector.name)`, and its folder `\(folder)`"
            found.add(LintCases.warning("wrong-folder", message, hint: "give both the same name", name, text))
        }
        guard connector?.readsItems ?? true else { return found }
        found.add(LintCases(connector: connector, name: casesName).problems(fileBeside("tests.yaml")))
        return found
    }
}

extension Connector {
    /// Whether anything comes in that cases can show.
    public var readsItems: Bool { hook != nil || !polls.isEmpty }
}

/// Looks at the cases of a connector that takes webhooks or reads lists.
private struct LintCases {
    /// Nil for a connector that could not be read.
    let connector: Connector?
    let name: String

    func problems(_ text: String?) -> Diagnostics {
        var found = Diagnostics()
        guard let text else {
            let hint = "write requests as the provider sends them, and what must come out"
            found.add(Self.warning("missing-cases", "there are no cases", hint: hint, name, ""))
            return found
        }
        do throws(Diagnostics) {
            let cases = try ConnectorCase.readAll(text, name: name)
            found.add(unknownPolls(in: cases))
            for (message, hint) in gaps(cases) + errandGaps(cases) {
                found.add(Self.warning("missing-case", message, hint: hint, name, text))
            }
        } catch {
            found.add(error)
        }
        return found
    }

    /// What cases must show at least: a good one, the same again, and a forged one where anything is verified.
    private func gaps(_ cases: [ConnectorCase]) -> [(message: String, hint: String)] {
        guard connector?.hook != nil || connector == nil else { return [] }
        var gaps: [(message: String, hint: String)] = []
        let mayYield = connector.map { !$0.eventTypes.isEmpty || $0.computesEventTypes } ?? true
        if mayYield, !cases.contains(where: { $0.isAccepted && $0.expected.events?.isEmpty == false }) {
            gaps.append(("no case yields an event", "add one with `verified: true` and `events: [{type: …}]`"))
        }
        if !cases.contains(where: { $0.expected.original != nil }) {
            gaps.append(("no case shows a repeated request", "add one with `duplicate_of: NAME`"))
        }
        let mayForge = connector?.hook.map { !$0.verify.isUnverified && !$0.receive.methods.isEmpty } ?? true
        if mayForge, !cases.contains(where: { $0.expected.isVerified == false }) {
            gaps.append(("no case shows a forged request", "add one with `verified: false`"))
        }
        return gaps
    }

    /// What cases must show besides: each list that is read, and a thin item once it is fetched.
    private func errandGaps(_ cases: [ConnectorCase]) -> [(message: String, hint: String)] {
        var gaps: [(message: String, hint: String)] = []
        for poll in connector?.polls ?? [] {
            if cases.contains(where: { $0.poll?.name.text.hasSameBytes(as: poll.name) == true }) { continue }
            let hint = "add one with `poll: \(poll.name)`, `reply: {status: 200, json: {…}}` and `events: […]`"
            gaps.append(("no case shows a reply to the poll `\(poll.name)`", hint))
        }
        if connector?.enrichesItems == true, cases.allSatisfy({ $0.full == nil }) {
            let hint = "add one with `full: {…}`, the action's result, and `events: […]`"
            gaps.append(("no case shows an item that was fetched before it was read", hint))
        }
        return gaps
    }

    private func unknownPolls(in cases: [ConnectorCase]) -> Diagnostics {
        var found = Diagnostics()
        guard let names = connector?.polls.map(\.name) else { return found }
        for name in cases.compactMap(\.poll?.name) where !names.contains(where: name.text.hasSameBytes) {
            let hint = Suggestion.hint(for: name.text, in: names) ?? "the connector has no `poll:`"
            found.add(Diagnostic("unknown-poll", "there is no poll `\(name.text)`", hint: hint, at: name))
        }
        return found
    }

    /// A warning about a whole file.
    static func warning(_ code: String, _ message: String, hint: String, _ name: String, _ text: String) -> Diagnostic {
        let file = SourceFile(name: name, text: text)
        let start = SourcePlace(line: 1, column: 1)
        return Diagnostic(code, message, hint: hint, severity: .warning, file: file, place: start)
    }
}
