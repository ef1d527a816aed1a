public import Core
import YAML

/// One case of a connector's `tests.yaml`: a raw request, and what must come out.
public struct ConnectorCase: Sendable {
    /// What must come out; what is nil is not looked at.
    struct Expectation: Sendable {
        var isVerified: Bool?
        var reason: String?
        var answer: JSONObject?
        var events: [JSON]?
        var original: SourceText?
    }

    /// Its name, unique in its file.
    public let name: String
    /// Where it stands.
    public let place: SourcePlace
    let request: RawWebhook
    let secrets: SecretSet
    let config: JSONObject
    /// What certificate URLs give, in PEM.
    let certificates: [String: String]
    let now: Timestamp
    let expected: Expectation

    /// Reads `tests.yaml`: a list of cases.
    ///
    /// `name` is what diagnostics call the file.
    public static func readAll(_ text: String, name: String) throws(Diagnostics) -> [ConnectorCase] {
        let node = try YAML.parse(text, name: name)
        let problems = Problems()
        let nodes = node.list("a file of cases", problems) ?? []
        let cases = nodes.compactMap {
            CaseReader(problems: problems).read(MappingReader($0, problems, name: "a case"))
        }
        let names = cases.map { ByteKey($0.name) }
        for item in cases {
            guard let original = item.expected.original, !names.contains(ByteKey(original.text)) else { continue }
            let hint = Suggestion.hint(for: original.text, in: names.map(\.text))
            problems.add("unknown-case", "there is no case `\(original.text)`", hint: hint, at: original)
        }
        try problems.throwErrors()
        return cases
    }

    /// What is wrong with the connector by this case; empty when it does what it should.
    ///
    /// `others` are the cases of the same file, which it may call itself a duplicate of.
    public func differences(of connector: Connector, among others: [ConnectorCase]) -> [CaseDifference] {
        let trial = trial(of: connector)
        var found = verdict(of: trial)
        if let failure = trial.failure {
            let text = "it cannot be read: \(failure)"
            found.append(CaseDifference("failure", expected: nil, actual: .string(failure), text: text))
        }
        found += parts(of: trial)
        if let original = expected.original,
            let other = others.first(where: { $0.name.hasSameBytes(as: original.text) })
        {
            found += keys(of: trial, other.trial(of: connector), name: other.name)
        }
        return found
    }

    private func trial(of connector: Connector) -> Trial {
        input.trial(of: input.source(of: connector))
    }

    private func verdict(of trial: Trial) -> [CaseDifference] {
        var found: [CaseDifference] = []
        if let wanted = expected.isVerified, wanted != trial.isVerified {
            let text = "verified is \(trial.isVerified) (\(trial.reason)), not \(wanted)"
            found.append(
                CaseDifference("verified", expected: .bool(wanted), actual: .bool(trial.isVerified), text: text)
            )
        }
        if let wanted = expected.reason, !wanted.hasSameBytes(as: trial.reason) {
            found.append(CaseDifference("reason", expected: .string(wanted), actual: .string(trial.reason)))
        }
        return found
    }

    private func parts(of trial: Trial) -> [CaseDifference] {
        var found: [CaseDifference] = []
        if let wanted = expected.answer {
            found += Subset.compare(.object(trial.answer.json), with: .object(wanted), path: "respond")
        }
        guard let wanted = expected.events else { return found }
        guard wanted.count == trial.events.count else { return found + [count(of: trial, wanted)] }
        for (index, (wanted, event)) in zip(wanted, trial.events).enumerated() {
            found += Subset.compare(.object(event.flat), with: wanted, path: "events[\(index)]")
        }
        return found
    }

    /// Another number of events is told by their types.
    private func count(of trial: Trial, _ wanted: [JSON]) -> CaseDifference {
        let types = trial.events.map(\.type.rawValue)
        return CaseDifference(
            "events",
            expected: .array(wanted.map { $0["type"] ?? .null }),
            actual: .array(types.map(JSON.string)),
            text: "there are \(types.count) events, not \(wanted.count): \(types.joined(separator: ", "))"
        )
    }

    private func keys(of trial: Trial, _ other: Trial, name: String) -> [CaseDifference] {
        guard other.keys != trial.keys else { return [] }
        let (wanted, given) = (other.keys.map(JSON.string), trial.keys.map(JSON.string))
        let text = "its keys are not those of `\(name)`"
        return [CaseDifference("keys", expected: .array(wanted), actual: .array(given), text: text)]
    }
}
