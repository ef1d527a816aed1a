import Core
import YAML

/// What somebody should look at in a `connector.yaml` that can be read: all of it is warned of, nothing is refused.
enum Lint {
    /// Looks at a whole file.
    static func check(_ connector: Node, _ problems: Problems) {
        checkVerification(connector["verify"], problems)
        LintRules(problems: problems).check(connector)
        LintFields(problems: problems).check(connector["normalize"])
        for poll in connector["poll"]?.entries ?? [] { LintFields(problems: problems).check(poll.value["normalize"]) }
        LintSecrets(problems: problems).check(connector)
        LintActions(problems: problems).check(connector["actions"])
    }

    private static func checkVerification(_ verify: Node?, _ problems: Problems) {
        guard let key = verify?.entries?.first(where: { $0.key.text.hasSameBytes(as: "none") })?.key else { return }
        problems.add(
            "unverified-source",
            "whoever knows the URL may send anything",
            hint: "compare a secret or an address if the provider has any; events say that they are `unverified`",
            severity: .warning,
            at: key
        )
    }
}

extension Node {
    /// Its single values, in the order written.
    var scalars: [SourceText] {
        switch content {
        case .scalar(let scalar): [scalar.source]
        case .sequence(let elements): elements.flatMap(\.scalars)
        case .mapping(let entries): entries.flatMap(\.value.scalars)
        }
    }
}
