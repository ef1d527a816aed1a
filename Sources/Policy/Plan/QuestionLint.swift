import CEL
import Core
import YAML

/// Warns of a question that can be seen not to be answered with true or false, and hence never holds.
struct QuestionLint {
    let expression: Expression
    let problems: Problems

    func check() {
        guard let found = typeSeen else { return }
        problems.add(
            "not-a-question",
            "this is \(found), not true or false, and never holds",
            hint: "compare it with something, as in `… == …` or `… >= …`",
            severity: .warning,
            at: expression.source
        )
    }

    /// What its value is; nil for a boolean, and for what may be one.
    private var typeSeen: String? {
        switch expression.type {
        case .bool, .dyn: nil
        case .record, .map: "a mapping"
        case .timestamp: "a timestamp"
        case .duration: "a duration"
        case .optional: "an optional"
        case let type: type.description
        }
    }
}
