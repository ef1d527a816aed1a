import CEL
import Core
public import YAML

extension Playbook {
    /// Reads one playbook: a mapping with the key `playbook`.
    ///
    /// What it says of other playbooks and of templates is checked where these are known (``PlanDocuments``).
    public static func read(_ node: Node, _ problems: Problems) -> Playbook? {
        read(node, problems, PlaybookWords())
    }

    static func read(_ node: Node, _ problems: Problems, _ words: PlaybookWords) -> Playbook? {
        let reader = MappingReader(node, problems, name: "a playbook")
        words.name = reader.text("playbook", .required)
        let version = reader.int("version", in: 1...1_000_000, .required)
        for key in ["unit", "owner", "explain", "approved_by"] { _ = reader.optional(key) }
        let (enroll, reentry) = readEnroll(reader.nested("enroll"), words)
        let goal = readGoal(reader.nested("goal"), words)
        let exits = reader.nestedList("exit").compactMap { readExit($0, words) }
        let steps = readSteps(reader, words)
        reader.finish()
        words.checkSteps(problems)
        guard let name = words.name?.text, let version else { return nil }
        return Playbook(
            name: name,
            version: version,
            enroll: enroll,
            reentry: reentry,
            goal: goal,
            exits: exits,
            steps: steps
        )
    }

    private static func readSteps(_ reader: MappingReader, _ words: PlaybookWords) -> [Step] {
        let steps = reader.nestedList("steps", .required)
        if let node = reader.optional("steps"), node.elements?.isEmpty == true {
            let hint = "add `- {id: NAME, send: {…}}`"
            reader.problems.add("no-steps", "a playbook needs at least one step", hint: hint, at: node)
        }
        return steps.compactMap { StepReader.read($0, words) }
    }

    private static func readEnroll(_ reader: MappingReader?, _ words: PlaybookWords) -> (Expression?, Reentry) {
        let once = Reentry(after: .days(0), max: 1)
        guard let reader else { return (nil, once) }
        let when = reader.question("when", .required, &words.expressions)
        var reentry = once
        if let nested = reader.nested("reentry") {
            reentry = Reentry(after: nested.duration("after") ?? .days(0), max: nested.int("max", in: 1...100) ?? 1)
            nested.finish()
        }
        reader.finish()
        return (when, reentry)
    }

    private static func readGoal(_ reader: MappingReader?, _ words: PlaybookWords) -> Expression? {
        guard let reader else { return nil }
        let when = reader.question("when", .required, &words.expressions)
        _ = reader.optional("measure")
        reader.finish()
        return when
    }

    private static func readExit(_ reader: MappingReader, _ words: PlaybookWords) -> Exit? {
        let when = reader.question("when", .required, &words.expressions)
        let to = reader.target("to", .required).flatMap { readWayOut($0, reader.problems, words) }
        reader.finish()
        guard let when, let to else { return nil }
        return Exit(when: when, to: to)
    }

    /// Where an exit leads: out of the playbook, never to a step of it.
    private static func readWayOut(_ word: SourceText, _ problems: Problems, _ words: PlaybookWords) -> Target? {
        let target = Target(name: word.text)
        if case .step(let name) = target {
            let nearest = Suggestion.nearest(to: name, in: ["end", "stop"])
            let hint = nearest.map { "did you mean `\($0)`?" } ?? "one of: end, stop, @PLAYBOOK"
            problems.add("bad-exit", "an exit leads out of the playbook, not to a step `\(name)`", hint: hint, at: word)
            return nil
        }
        words.leads.append(PlaybookWords.Lead(word: word, target: target))
        return target
    }
}

extension MappingReader {
    /// A place to go to: a step, `end`, `stop` or `@PLAYBOOK`; plain or as `{goto: NAME}`.
    func target(_ key: String, _ need: Need = .optional) -> SourceText? {
        guard let node = value(key, need) else { return nil }
        guard node.entries != nil else { return node.text("`\(key)`", problems) }
        let nested = MappingReader(node, problems, name: "`\(key)`")
        defer { nested.finish() }
        return nested.text("goto", .required)
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
