import CEL
import Core
import YAML

/// Reads one step of a playbook.
///
/// A step does exactly one thing.
enum StepReader {
    static func read(_ reader: MappingReader) -> Step? {
        let id = reader.string("id", .required)
        let acts = [readSend(reader), readWait(reader), readEnd(reader)].compactMap(\.self)
        let delay = reader.duration("delay")
        let skip = reader.expression("skip_when")
        let then = reader.target("then")
        let otherwise = reader.target("else")
        let onDeny = reader.target("on_deny")
        _ = reader.choice("on_defer", of: ["wait"])
        reader.finish()
        guard let id else { return nil }
        guard let act = acts.first, acts.count == 1 else {
            if !reader.problems.hasErrors {
                reader.problems.add("bad-step", "a step does one thing: `send`, `wait_for` or `end`", at: reader.node)
            }
            return nil
        }
        return Step(id: id, act: act, delay: delay, skip: skip, then: then, otherwise: otherwise, onDeny: onDeny)
    }

    private static func readSend(_ step: MappingReader) -> Step.Act? {
        guard let reader = step.nested("send") else { return nil }
        let channel = reader.choice("channel", of: ["best", "sms", "email"], .required)
        let templates = readTemplates(reader)
        let link = reader.choice("link", of: ["payment"])
        let expires = reader.duration("expires") ?? .days(7)
        reader.finish()
        guard let channel, !templates.isEmpty else { return nil }
        let fixed = channel == "best" ? nil : Channel(rawValue: channel)
        return .send(Step.Send(channel: fixed, templates: templates, link: link, expires: expires))
    }

    /// One name for every channel, or one by channel.
    private static func readTemplates(_ reader: MappingReader) -> [String: String] {
        guard let node = reader.required("template") else { return [:] }
        guard node.entries != nil else {
            return node.text("`template`", reader.problems).map { ["any": $0.text] } ?? [:]
        }
        var templates: [String: String] = [:]
        for entry in node.mapping("`template`", reader.problems) ?? [] {
            templates[entry.key.text] = entry.value.text("a template", reader.problems)?.text
        }
        return templates
    }

    private static func readWait(_ step: MappingReader) -> Step.Act? {
        guard let reader = step.nested("wait_for") else { return nil }
        let events = readEvents(reader)
        let within = reader.duration("within", .required)
        reader.finish()
        return within.map { .waitFor(events: events, within: $0) }
    }

    private static func readEvents(_ reader: MappingReader) -> [String] {
        guard let node = reader.required("event") else { return [] }
        let names = node.elements ?? [node]
        return names.compactMap { name in
            guard let source = name.text("an event", reader.problems) else { return nil }
            if !EventType(rawValue: source.text).isKnown {
                let hint = Suggestion.hint(for: source.text, in: Array(Vocabulary.names))
                reader.problems.add("unknown-event", "no event is called `\(source.text)`", hint: hint, at: source)
            }
            return source.text
        }
    }

    private static func readEnd(_ step: MappingReader) -> Step.Act? {
        guard let node = step.optional("end") else { return nil }
        guard node.entries != nil else { return .end(outcome: "exhausted", next: nil) }
        let reader = MappingReader(node, step.problems, name: "`end`")
        let outcome = reader.string("outcome") ?? "exhausted"
        let next = reader.string("next")
        reader.finish()
        return .end(outcome: outcome, next: next)
    }
}
