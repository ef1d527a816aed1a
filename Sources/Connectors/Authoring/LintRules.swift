import Core
import YAML

/// Looks for rules that never match, and for events that nothing tells from their repetition.
struct LintRules {
    let problems: Problems

    func check(_ connector: Node) {
        guard let normalize = connector["normalize"] else { return }
        let rules = normalize["rules"]?.elements ?? []
        checkReach(of: rules)
        let receive = connector["receive"]
        let isKeyed = receive?["key"] != nil || receive?["record"] != nil || normalize["event"]?["dedupe_id"] != nil
        let isFile = receive?["decode"]?.scalar.flatMap { Decoding(rawValue: $0.text) }?.isFile ?? false
        if !isKeyed { checkKeys(of: rules, key: isFile ? "record" : "key") }
    }

    /// The first rule that matches is the last that is tried, unless it says `also`.
    private func checkReach(of rules: [Node]) {
        var taken: [ByteKey: Int] = [:]
        var everythingTaken: Int?
        for rule in rules {
            let when = rule["when"]?.scalar?.source
            if let line = everythingTaken {
                warnOfReach("the rule in line \(line) takes everything", "`also: true` there, or a `when`", at: rule)
            } else if let line = when.flatMap({ taken[ByteKey($0.text)] }) {
                warnOfReach("the rule in line \(line) has the same `when`", "`also: true` there", at: rule)
            }
            if rule["also"]?.scalar?.bool == true { continue }
            if let when, !when.text.hasSameBytes(as: "true") {
                taken[ByteKey(when.text)] = rule.start.line
            } else {
                everythingTaken = everythingTaken ?? rule.start.line
            }
        }
    }

    private func warnOfReach(_ reason: String, _ hint: String, at rule: Node) {
        let message = "this rule is never reached: \(reason)"
        problems.add("unreachable-rule", message, hint: "write \(hint)", severity: .warning, at: rule)
    }

    /// Without a key an item is known by its bytes, and a repetition that differs in one of them is another event.
    private func checkKeys(of rules: [Node], key: String) {
        let first = rules.first { rule in
            rule["ignore"]?.scalar?.bool != true && rule["event"]?["dedupe_id"] == nil
        }
        guard let first else { return }
        problems.add(
            "missing-dedupe-key",
            "only its bytes tell a repeated event from a new one",
            hint: "add `\(key): …` to `receive`, or `dedupe_id: …` to `event`",
            severity: .warning,
            at: first
        )
    }
}
