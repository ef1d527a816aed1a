import Core
import Pipeline
import Policy
import YAML

/// Checks names that one part of the configuration uses of another, when everything is read.
struct CrossChecks {
    let problems: Problems
    let plan: Plan
    let creditors: [CreditorReader.Written]

    func check(_ triggers: [SettingsReader.NamedTrigger], hasPolicy: Bool) {
        for trigger in triggers { check(trigger) }
        for creditor in creditors {
            for name in creditor.templates { checkTemplate(name) }
        }
        checkPaymentLinks()
        if !hasPolicy { checkNothingIsLive() }
    }

    private func check(_ named: SettingsReader.NamedTrigger) {
        switch named.trigger {
        case .playbook(let name):
            if plan.playbookNames.contains(name) { return }
            let hint = Suggestion.hint(for: name, in: plan.playbookNames)
            problems.add("unknown-playbook", "no playbook is called `\(name)`", hint: hint, at: named.target)
        case .contact(let channel, let name, _):
            checkTemplate(named.target)
            guard let channel, let written = named.channel, let template = plan.templates[name],
                template.channel != channel
            else { return }
            let message = "`\(name)` is written for \(template.channel), not for \(channel)"
            let hint = "write `channel: \(template.channel)`, or leave it out"
            problems.add("wrong-channel", message, hint: hint, at: written)
        }
    }

    private func checkTemplate(_ name: SourceText) {
        if plan.templateNames.contains(name.text) { return }
        let hint = Suggestion.hint(for: name.text, in: plan.templateNames)
        problems.add("unknown-template", "no template is called `\(name.text)`", hint: hint, at: name)
    }

    private func checkPaymentLinks() {
        let unable = creditors.filter { !$0.canMakePaymentLinks }.map { "`\($0.id.text)`" }
        guard !unable.isEmpty else { return }
        for link in plan.paymentLinks {
            problems.add(
                "missing-provider",
                "messages of \(unable.joined(separator: ", ")) leave without a link: there is no provider for it",
                hint: "add `providers: {payment_link: [SOURCE]}` to the creditor",
                severity: .warning,
                at: link
            )
        }
    }

    private func checkNothingIsLive() {
        guard let live = creditors.compactMap(\.live).first else { return }
        problems.add(
            "no-policy",
            "nothing may be sent without rules",
            hint: "add `policy: {packs: [us/reg-f, house]}`",
            at: live
        )
    }
}
