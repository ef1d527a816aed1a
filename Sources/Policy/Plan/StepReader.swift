import CEL
import Core
import YAML

/// Reads one step of a playbook.
///
/// A step does exactly one thing.
enum StepReader {
    static func read(_ reader: MappingReader, _ words: PlaybookWords) -> Step? {
        let id = reader.text("id", .required)
        if let id { words.steps.append(id) }
        let acts = [readSend(reader, words), readWait(reader, words), readEnd(reader, words)].compactMap(\.self)
        let delay = reader.duration("delay")
        if delay != nil { words.waits = true }
        let skip = reader.question("skip_when", .optional, &words.expressions)
        let then = readLead("then", reader, words)
        let otherwise = readLead("else", reader, words)
        let onDeny = readLead("on_deny", reader, words)
        _ = reader.choice("on_defer", of: ["wait"])
        reader.finish()
        checkDoesOneThing(reader)
        guard let id, let act = acts.first, acts.count == 1 else { return nil }
        return Step(id: id.text, act: act, delay: delay, skip: skip, then: then, otherwise: otherwise, onDeny: onDeny)
    }

    private static func checkDoesOneThing(_ reader: MappingReader) {
        let acts = reader.entries.map(\.key).filter { ["send", "wait_for", "end"].contains($0.text) }
        if acts.count == 1 || reader.node.entries == nil { return }
        let message = "a step does one thing: `send`, `wait_for` or `end`"
        if acts.count > 1 {
            reader.problems.add("bad-step", message, hint: "make two steps of it", at: acts[1])
        } else {
            reader.problems.add("bad-step", message, at: reader.node)
        }
    }

    private static func readLead(_ key: String, _ reader: MappingReader, _ words: PlaybookWords) -> Target? {
        guard let word = reader.target(key) else { return nil }
        let target = Target(name: word.text)
        words.leads.append(PlaybookWords.Lead(word: word, target: target))
        return target
    }

    private static func readSend(_ step: MappingReader, _ words: PlaybookWords) -> Step.Act? {
        guard let reader = step.nested("send") else { return nil }
        let channel = reader.choice("channel", of: ["best"] + channels, .required)
        let fixed = channel == "best" ? nil : channel.map(Channel.init(rawValue:))
        let templates = readTemplates(reader, for: fixed, words)
        let link = reader.choice("link", of: ["payment"])
        if link != nil, let word = reader.node["link"]?.scalar?.source { words.paymentLinks.append(word) }
        let expires = reader.duration("expires") ?? .days(7)
        reader.finish()
        guard channel != nil, !templates.isEmpty else { return nil }
        return .send(Step.Send(channel: fixed, templates: templates, link: link, expires: expires))
    }

    /// Channels that messages are written for.
    static let channels = ["sms", "email"]

    /// One name for every channel, or one by channel.
    private static func readTemplates(
        _ reader: MappingReader,
        for fixed: Channel?,
        _ words: PlaybookWords
    ) -> [String: String] {
        guard let node = reader.required("template") else { return [:] }
        guard let entries = node.entries else {
            guard let name = node.text("`template`", reader.problems) else { return [:] }
            words.templates.append(PlaybookWords.TemplateUse(name: name, channel: fixed))
            return ["any": name.text]
        }
        var templates: [String: String] = [:]
        for entry in entries {
            guard let name = readTemplate(entry, reader.problems, words) else { continue }
            templates[entry.key.text] = name
        }
        let needed = fixed.map { [$0.rawValue] } ?? channels
        if !entries.contains(where: { needed.contains($0.key.text) }) {
            let message = "there is no template for \(needed.joined(separator: " or "))"
            reader.problems.add("missing-template", message, hint: "add `\(needed[0]): NAME`", at: node)
        }
        return templates
    }

    private static func readTemplate(_ entry: Entry, _ problems: Problems, _ words: PlaybookWords) -> String? {
        let name = entry.value.text("a template", problems)
        guard channels.contains(entry.key.text) else {
            let hint = Suggestion.hint(for: entry.key.text, in: channels)
            problems.add("unknown-key", "no template is sent by `\(entry.key.text)`", hint: hint, at: entry.key)
            return nil
        }
        guard let name else { return nil }
        words.templates.append(PlaybookWords.TemplateUse(name: name, channel: Channel(rawValue: entry.key.text)))
        return name.text
    }

    private static func readWait(_ step: MappingReader, _ words: PlaybookWords) -> Step.Act? {
        guard let reader = step.nested("wait_for") else { return nil }
        words.waits = true
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
            reader.problems.checkEvent(source)
            return source.text
        }
    }

    private static func readEnd(_ step: MappingReader, _ words: PlaybookWords) -> Step.Act? {
        guard let node = step.optional("end") else { return nil }
        guard node.entries != nil else { return .end(outcome: "exhausted", next: nil) }
        let reader = MappingReader(node, step.problems, name: "`end`")
        let outcome = reader.string("outcome") ?? "exhausted"
        let next = readNext(reader, words)
        reader.finish()
        return .end(outcome: outcome, next: next)
    }

    /// The playbook that comes next: its name, with or without the `@` of other places.
    private static func readNext(_ reader: MappingReader, _ words: PlaybookWords) -> String? {
        guard let word = reader.text("next") else { return nil }
        let name = word.text.hasPrefix("@") ? String(word.text.dropFirst()) : word.text
        words.leads.append(PlaybookWords.Lead(word: word, target: .playbook(name)))
        return name
    }
}
