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
    public func problems(of connector: Connector, among others: [ConnectorCase]) -> [String] {
        let trial = trial(of: connector)
        var problems: [String] = []
        if let wanted = expected.isVerified, wanted != trial.isVerified {
            problems.append("verified is \(trial.isVerified) (\(trial.reason)), not \(wanted)")
        }
        if let wanted = expected.reason, !wanted.hasSameBytes(as: trial.reason) {
            problems.append("reason is \(trial.reason), not \(wanted)")
        }
        if let failure = trial.failure { problems.append("it cannot be read: \(failure)") }
        problems += differences(in: trial)
        if let original = expected.original,
            let other = others.first(where: { $0.name.hasSameBytes(as: original.text) }),
            other.trial(of: connector).keys != trial.keys
        {
            problems.append("its keys are not those of `\(other.name)`")
        }
        return problems
    }

    private func trial(of connector: Connector) -> Trial {
        let source = Source(name: request.source, connector: connector, secrets: secrets, config: config, baseURL: nil)
        return Trial(request, source: source, now: now)
    }

    private func differences(in trial: Trial) -> [String] {
        var problems: [String] = []
        if let wanted = expected.answer {
            let given = trial.answer.json
            problems += Subset.differences(of: .object(given), from: .object(wanted), path: "respond")
        }
        guard let wanted = expected.events else { return problems }
        guard wanted.count == trial.events.count else {
            let types = trial.events.map(\.type.rawValue).joined(separator: ", ")
            return problems + ["there are \(trial.events.count) events, not \(wanted.count): \(types)"]
        }
        for (index, (wanted, event)) in zip(wanted, trial.events).enumerated() {
            problems += Subset.differences(of: .object(event.flat), from: wanted, path: "events[\(index)]")
        }
        return problems
    }
}

/// Compares what came out with what must at least be in it.
enum Subset {
    /// One sentence per member of `wanted` that `given` has not, or has otherwise.
    ///
    /// A wanted null is a member that must not be there. Times are compared to the millisecond.
    static func differences(of given: JSON?, from wanted: JSON, path: String) -> [String] {
        switch (given, wanted) {
        case (_, .object(let members)):
            members.members.flatMap { differences(of: given?[$0.name], from: $0.value, path: "\(path).\($0.name)") }
        case (.array(let elements)?, .array(let others)) where elements.count == others.count:
            zip(elements, others).enumerated().flatMap { differences(of: $1.0, from: $1.1, path: "\(path)[\($0)]") }
        default: isSame(given, wanted) ? [] : ["\(path) is \((given ?? .null).text), not \(wanted.text)"]
        }
    }

    private static func isSame(_ given: JSON?, _ wanted: JSON) -> Bool {
        if (given ?? .null) == wanted { return true }
        guard let left = milliseconds(given), let right = milliseconds(wanted) else { return false }
        return left == right
    }

    private static func milliseconds(_ json: JSON?) -> Int64? {
        json?.string.flatMap { Timestamp(rfc3339: $0) }.map { $0.microseconds / 1000 }
    }
}
