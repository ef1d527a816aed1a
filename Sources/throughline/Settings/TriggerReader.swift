import Core
import Pipeline
import Policy
import YAML

extension SettingsReader {
    /// A trigger and the names it refers to, for the check that comes when everything is read.
    struct NamedTrigger {
        let trigger: Trigger
        let target: SourceText
        /// The channel as written, when it is.
        var channel: SourceText?
    }

    /// Why a contact may be made (``Proposal/purpose``).
    static let purposes = [
        "collection", "receipt", "opt_out_confirmation", "required_notice", "settlement_letter", "verification",
        "ack_dispute", "terminate_efforts", "may_invoke_ordinary_remedy", "will_invoke_specified_remedy",
    ]

    /// Reads `triggers:`: `{NAME: {playbook: P}}` or `{NAME: {contact: {channel, template, purpose}}}`.
    func readTriggers(_ entries: [Entry]) -> [String: NamedTrigger] {
        var triggers: [String: NamedTrigger] = [:]
        for entry in entries {
            let reader = MappingReader(entry.value, problems, name: "a trigger")
            let playbook = reader.text("playbook")
            let contact = reader.nested("contact")
            reader.finish()
            if reader.has("playbook"), let second = reader.key("contact") {
                let hint = "make two triggers of it"
                problems.add("bad-trigger", "a trigger has either `playbook` or `contact`", hint: hint, at: second)
            }
            if let playbook {
                triggers[entry.key.text] = NamedTrigger(trigger: .playbook(playbook.text), target: playbook)
            } else if let contact {
                triggers[entry.key.text] = readContact(contact)
            } else if !reader.has("playbook"), entry.value.entries != nil {
                problems.add("bad-trigger", "a trigger needs `playbook` or `contact`", at: entry.key)
            }
        }
        return triggers
    }

    private func readContact(_ reader: MappingReader) -> NamedTrigger? {
        let channel = reader.choice("channel", of: ["sms", "email"]).map(Channel.init(rawValue:))
        let template = reader.text("template", .required)
        let purpose = reader.choice("purpose", of: Self.purposes) ?? "collection"
        reader.finish()
        guard let template else { return nil }
        return NamedTrigger(
            trigger: .contact(channel: channel, template: template.text, purpose: purpose),
            target: template,
            channel: reader.node["channel"]?.scalar?.source
        )
    }
}
