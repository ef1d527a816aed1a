import CEL
import Core

/// Which action an errand performs, and what it gives it.
struct ErrandCall: Sendable {
    /// The action's name.
    let action: String
    /// What it is given; what is null is left out.
    let input: [DataField]

    /// The action and its input; `source` has the action.
    func render(_ bindings: Bindings, of source: Source) throws(ReadFailure) -> (action: Action, input: JSONObject) {
        guard let action = source.connector.actions[action] else {
            throw ReadFailure(reason: "\(source.connector.name) has no action `\(action)`")
        }
        var given = JSONObject()
        for (name, value) in try input.evaluate(bindings) {
            guard let json = value.json else {
                throw ReadFailure(reason: "the input `\(name)` of `\(action.name)` is no JSON value")
            }
            given[name] = json
        }
        return (action, given)
    }
}
