import Core
import Pipeline
import Policy
import YAML

extension SettingsReader {
    /// A trigger and the name it refers to, for the check that comes when everything is read.
    struct NamedTrigger {
        let trigger: Trigger
        let target: SourceText
    }

    /// Reads `triggers:`: `{NAME: {playbook: P}}` or `{NAME: {contact: {channel, template, purpose}}}`.
    func readTriggers(_ entries: [Entry]) -> [String: NamedTrigger] {
        var triggers: [String: NamedTrigger] = [:]
        for entry in entries {
            let reader = MappingReader(entry.value, problems, name: "a trigger")
            let playbook = reader.text("playbook")
            let contact = reader.nested("contact")
            reader.finish()
            if let playbook {
                triggers[entry.key.text] = NamedTrigger(trigger: .playbook(playbook.text), target: playbook)
            } else if let contact {
                triggers[entry.key.text] = readContact(contact)
            } else {
                problems.add("bad-trigger", "a trigger needs `playbook` or `contact`", at: entry.value)
            }
        }
        return triggers
    }

    private func readContact(_ reader: MappingReader) -> NamedTrigger? {
        let channel = reader.choice("channel", of: ["sms", "email"]).map(Channel.init(rawValue:))
        let template = reader.text("template", .required)
        let purpose = reader.string("purpose") ?? "collection"
        reader.finish()
        guard let template else { return nil }
        return NamedTrigger(
            trigger: .contact(channel: channel, template: template.text, purpose: purpose),
            target: template
        )
    }

    /// Names that one part of the configuration uses of another.
    func check(
        _ policy: PolicyBook,
        creditors: [String: Creditor],
        triggers: [String: NamedTrigger],
        at root: MappingReader
    ) {
        let templates = Array(policy.templates.keys)
        for named in triggers.values {
            switch named.trigger {
            case .playbook(let name) where policy.playbooks[name] == nil:
                let hint = Suggestion.hint(for: name, in: Array(policy.playbooks.keys))
                problems.add("unknown-playbook", "no playbook is called `\(name)`", hint: hint, at: named.target)
            case .contact(_, let name, _) where policy.templates[name] == nil:
                let hint = Suggestion.hint(for: name, in: templates)
                problems.add("unknown-template", "no template is called `\(name)`", hint: hint, at: named.target)
            default: break
            }
        }
        for creditor in creditors.values {
            for name in [creditor.receipt, creditor.optOutConfirmation].compactMap(\.self)
            where policy.templates[name] == nil {
                let hint = Suggestion.hint(for: name, in: templates)
                problems.add(
                    "unknown-template",
                    "creditor \(creditor.id): no template is called `\(name)`",
                    hint: hint,
                    at: root.node
                )
            }
        }
    }
}
