import CEL
import Core
public import YAML

extension Playbook {
    /// Reads one playbook: a mapping with the key `playbook`.
    public static func read(_ node: Node, _ problems: Problems) -> Playbook? {
        let reader = MappingReader(node, problems, name: "a playbook")
        let name = reader.string("playbook", .required)
        let version = reader.int("version", in: 1...1_000_000, .required)
        for key in ["unit", "owner", "explain", "approved_by"] { _ = reader.optional(key) }
        let (enroll, reentry) = readEnroll(reader.nested("enroll"))
        let goal = readGoal(reader.nested("goal"))
        let exits = reader.nestedList("exit").compactMap(readExit)
        let steps = reader.nestedList("steps", .required).compactMap(StepReader.read)
        reader.finish()
        guard let name, let version else { return nil }
        let playbook = Playbook(
            name: name,
            version: version,
            enroll: enroll,
            reentry: reentry,
            goal: goal,
            exits: exits,
            steps: steps
        )
        playbook.checkTargets(reader)
        return playbook
    }

    private static func readEnroll(_ reader: MappingReader?) -> (Expression?, Reentry) {
        let once = Reentry(after: .days(0), max: 1)
        guard let reader else { return (nil, once) }
        let when = reader.expression("when", .required)
        var reentry = once
        if let nested = reader.nested("reentry") {
            reentry = Reentry(after: nested.duration("after") ?? .days(0), max: nested.int("max", in: 1...100) ?? 1)
            nested.finish()
        }
        reader.finish()
        return (when, reentry)
    }

    private static func readGoal(_ reader: MappingReader?) -> Expression? {
        guard let reader else { return nil }
        let when = reader.expression("when", .required)
        _ = reader.optional("measure")
        reader.finish()
        return when
    }

    private static func readExit(_ reader: MappingReader) -> Exit? {
        let when = reader.expression("when", .required)
        let to = reader.target("to", .required)
        reader.finish()
        guard let when, let to else { return nil }
        return Exit(when: when, to: to)
    }

    /// Every target names a step of this playbook, and no two steps have one name.
    private func checkTargets(_ reader: MappingReader) {
        let names = steps.map(\.id)
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            reader.problems.add("duplicate-step", "two steps are called `\(name)`", at: reader.node)
        }
        for step in steps {
            for case .step(let name)? in [step.then, step.otherwise, step.onDeny] where !names.contains(name) {
                let hint = Suggestion.hint(for: name, in: names + ["end", "stop"])
                reader.problems.add(
                    "unknown-step",
                    "step `\(step.id)` leads to `\(name)`, which is no step",
                    hint: hint,
                    at: reader.node
                )
            }
        }
    }
}

extension MappingReader {
    /// A place to go to: a step, `end`, `stop` or `@PLAYBOOK`; plain or as `{goto: NAME}`.
    func target(_ key: String, _ need: Need = .optional) -> Target? {
        guard let node = value(key, need) else { return nil }
        if node.entries != nil {
            let nested = MappingReader(node, problems, name: "`\(key)`")
            defer { nested.finish() }
            return nested.string("goto", .required).map(Target.init(name:))
        }
        return node.text("`\(key)`", problems).map { Target(name: $0.text) }
    }
}

extension Target {
    /// Reads the name of a place.
    init(name: String) {
        switch name {
        case "end": self = .end
        case "stop": self = .stop
        default: self = name.hasPrefix("@") ? .playbook(String(name.dropFirst())) : .step(name)
        }
    }
}
