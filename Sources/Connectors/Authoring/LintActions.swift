import Core
import YAML

/// Looks for actions whose fate nobody learns when a reply is lost.
struct LintActions {
    let problems: Problems

    func check(_ actions: Node?) {
        for entry in actions?.entries ?? [] where isUnresolved(entry.value) {
            problems.add(
                "unresolved-unknown",
                "when its reply is lost, nobody can tell whether `\(entry.key.text)` was done",
                hint: "hand out `${callback_url}` or `${action.id}`, or add `lookup:` or `unknown:`",
                severity: .warning,
                at: entry.key
            )
        }
    }

    /// Whether it must not be repeated, and neither a callback nor a question tells what became of it.
    private func isUnresolved(_ action: Node) -> Bool {
        guard action["idempotency"]?.scalar?.text.hasSameBytes(as: "none") == true, let request = action["request"],
            request["method"]?.scalar?.text.hasSameBytes(as: "GET") == false
        else { return false }
        if action["lookup"] != nil || action["response"]?["unknown"] != nil { return false }
        return !request.scalars.contains { $0.text.contains("callback_url") || $0.text.contains("action.id") }
    }
}
