public import Core
import YAML

/// One case of a connector's `tests.yaml`: a raw request, a reply to a poll or a file, and what must come out.
public struct ConnectorCase: Sendable {
    /// What must come out; what is nil is not looked at.
    struct Expectation: Sendable {
        var isVerified: Bool?
        var reason: String?
        var answer: JSONObject?
        var events: [JSON]?
        /// What is asked of the provider before thin items are read.
        var awaits: [JSON]?
        /// Where a poll reads on.
        var cursor: String?
        /// Whether a poll asks for another page at once.
        var hasMore: Bool?
        /// The rows of a file that are not taken.
        var rejected: [JSON]?
        var original: SourceText?
    }

    /// Its name, unique in its file.
    public let name: String
    /// Where it stands.
    public let place: SourcePlace
    let request: RawWebhook
    /// Nil for a case of a webhook.
    let poll: CasePoll?
    /// What is fetched for thin items.
    let full: JSON?
    let secrets: SecretSet
    let config: JSONObject
    /// What certificate URLs give, in PEM.
    let certificates: [String: String]
    /// What actions get that ask the provider whether the request is its own, by their names.
    let replies: [String: HTTPReply]
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
        let source = input.source(of: connector)
        return poll.map { Trial($0, source: source, now: now, full: full) } ?? input.trial(of: source)
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
        found += asked(of: trial) + rejected(by: trial)
        guard let wanted = expected.events else { return found }
        guard wanted.count == trial.events.count else { return found + [count(of: trial, wanted)] }
        for (index, (wanted, event)) in zip(wanted, trial.events).enumerated() {
            found += Subset.compare(.object(event.flat), with: wanted, path: "events[\(index)]")
        }
        return found
    }

    /// What is asked of the provider: for thin items, and for the next page of a list.
    private func asked(of trial: Trial) -> [CaseDifference] {
        var found: [CaseDifference] = []
        let awaited = JSON.array(trial.items.compactMap { $0.awaits.map(JSON.object) })
        if let wanted = expected.awaits {
            found += Subset.compare(awaited, with: .array(wanted), path: "awaits")
        } else if expected.events?.isEmpty == false, trial.items.contains(where: \.isWaiting) {
            let text = "an item waits for \(awaited.text): give its result as `full:`"
            found.append(CaseDifference("full", expected: nil, actual: awaited, text: text))
        }
        if let wanted = expected.cursor, wanted != trial.page?.cursor {
            let given = trial.page.map { JSON.string($0.cursor) }
            found.append(CaseDifference("next_cursor", expected: .string(wanted), actual: given))
        }
        if let wanted = expected.hasMore, wanted != trial.page?.hasMore {
            let given = trial.page.map { JSON.bool($0.hasMore) }
            found.append(CaseDifference("more", expected: .bool(wanted), actual: given))
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
