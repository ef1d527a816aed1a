import CEL
import Core
import YAML

/// What a playbook says of its steps, of other playbooks and of templates, with where it says it.
///
/// Checked when everything is read, so that a step with one mistake hides no other. Not for several tasks at once.
final class PlaybookWords {
    /// A place a step leads to.
    struct Lead {
        /// As written.
        let word: SourceText
        let target: Target
    }

    /// A template a step sends.
    struct TemplateUse {
        let name: SourceText
        /// The channel it must be written for; nil when any will do.
        let channel: Channel?
    }

    var name: SourceText?
    var steps: [SourceText] = []
    var leads: [Lead] = []
    var templates: [TemplateUse] = []
    /// Where a step asks for a payment link.
    var paymentLinks: [SourceText] = []
    var expressions: [Expression] = []
    /// Whether some step waits for time or an event, so that passing through takes time.
    var waits = false

    /// Playbooks it leads to.
    var successors: [(name: String, word: SourceText)] {
        leads.compactMap { lead in
            if case .playbook(let name) = lead.target { (name, lead.word) } else { nil }
        }
    }

    /// Every step it leads to is one of its own, and no two have one name.
    func checkSteps(_ problems: Problems) {
        let names = steps.map(\.text)
        for (index, step) in steps.enumerated() where names[..<index].contains(step.text) {
            problems.add("duplicate-step", "two steps are called `\(step.text)`", at: step)
        }
        for lead in leads {
            guard case .step(let name) = lead.target, !names.contains(name) else { continue }
            let hint = Suggestion.hint(for: name, in: names + ["end", "stop"])
            problems.add("unknown-step", "no step is called `\(name)`", hint: hint, at: lead.word)
        }
    }

    /// Every playbook it leads to is known.
    func checkPlaybooks(_ known: [String], _ problems: Problems) {
        for successor in successors where !known.contains(successor.name) {
            let message = "no playbook is called `\(successor.name)`"
            let nearest = Suggestion.nearest(to: successor.name, in: known).map { nearest in
                "did you mean `\(successor.word.text.hasPrefix("@") ? "@" : "")\(nearest)`?"
            }
            let hint = nearest ?? Suggestion.hint(for: successor.name, in: known)
            problems.add("unknown-playbook", message, hint: hint, at: successor.word)
        }
    }

    /// Every template it sends is known and written for the channel it is sent on.
    func checkTemplates(_ known: [String: MessageTemplate], names: [String], _ problems: Problems) {
        for use in templates {
            if !names.contains(use.name.text) {
                let hint = Suggestion.hint(for: use.name.text, in: names)
                problems.add("unknown-template", "no template is called `\(use.name.text)`", hint: hint, at: use.name)
            } else if let template = known[use.name.text], let channel = use.channel, template.channel != channel {
                let message = "`\(template.name)` is written for \(template.channel), not for \(channel)"
                let others = known.values.filter { $0.channel == channel }.map(\.name)
                let hint = Suggestion.hint(for: use.name.text, in: others)
                problems.add("wrong-channel", message, hint: hint, at: use.name)
            }
        }
    }
}
