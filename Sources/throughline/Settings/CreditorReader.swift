import Connectors
import Core
import YAML

/// Reads `creditors:`.
struct CreditorReader {
    let problems: Problems
    let sources: [String: Source]

    func read(_ entries: [Entry]) -> [String: Creditor] {
        var creditors: [String: Creditor] = [:]
        for entry in entries {
            creditors[entry.key.text] = read(
                MappingReader(entry.value, problems, name: "a creditor"),
                id: entry.key.text
            )
        }
        return creditors
    }

    private func read(_ reader: MappingReader, id: String) -> Creditor? {
        let name = reader.string("name", .required)
        let actor = reader.choice("actor", of: Creditor.actors, .required)
        let sending = readSending(reader)
        let providers = readProviders(reader)
        let senders = readSenders(reader)
        let writeBack = readEvents(reader.texts("write_back"))
        let receipt = reader.string("receipt")
        let confirmation = reader.string("opt_out_confirmation")
        _ = reader.choice("system_of_record", of: ["crm"])
        reader.finish()
        guard let name, let actor else { return nil }
        return Creditor(
            id: id,
            name: name,
            actor: actor,
            sending: sending,
            providers: providers,
            senders: senders,
            writeBack: writeBack,
            receipt: receipt,
            optOutConfirmation: confirmation
        )
    }

    private func readSending(_ reader: MappingReader) -> [Channel: Creditor.Sending] {
        var sending: [Channel: Creditor.Sending] = [:]
        for entry in reader.mapping("sending") {
            let channel = Channel(rawValue: entry.key.text)
            if !Channel.contacts.contains(channel) {
                let hint = Suggestion.hint(for: entry.key.text, in: Channel.contacts.map(\.rawValue))
                problems.add("unknown-channel", "no channel is called `\(entry.key.text)`", hint: hint, at: entry.key)
            }
            let words = Creditor.Sending.allCases.map(\.rawValue)
            sending[channel] = entry.value.choice("`sending`", of: words, problems).flatMap(Creditor.Sending.init)
        }
        return sending
    }

    private func readProviders(_ reader: MappingReader) -> [String: [String]] {
        var providers: [String: [String]] = [:]
        for entry in reader.mapping("providers") {
            for node in entry.value.list("`\(entry.key.text)`", problems) ?? [] {
                guard let name = node.text("a source", problems) else { continue }
                if sources[name.text] == nil {
                    let hint = Suggestion.hint(for: name.text, in: Array(sources.keys))
                    problems.add("unknown-source", "no source is called `\(name.text)`", hint: hint, at: name)
                }
                check(sources[name.text], does: entry.key, at: name)
                providers[entry.key.text, default: []].append(name.text)
            }
        }
        return providers
    }

    /// What a creditor's provider is asked to do, by the key it stands under.
    private static let actions = [
        "sms": "send_message", "email": "send_message", "payment_link": "create_payment_link", "crm": "send_event",
    ]

    /// The source must know the action, and have the secrets that action needs.
    private func check(_ source: Source?, does job: SourceText, at name: SourceText) {
        guard let action = Self.actions[job.text] else {
            let hint = Suggestion.hint(for: job.text, in: Array(Self.actions.keys))
            return problems.add("unknown-key", "`\(job.text)` is nothing a provider does", hint: hint, at: job)
        }
        guard let source else { return }
        guard let found = source.connector.actions[action] else {
            let hint = Suggestion.hint(for: action, in: Array(source.connector.actions.keys))
            let message = "\(name.text) cannot be used for `\(job.text)`: its connector has no `\(action)`"
            return problems.add("missing-action", message, hint: hint, at: name)
        }
        for secret in found.secrets.intersection(source.missingSecrets).sorted() {
            problems.add(
                "missing-secret",
                "\(name.text) needs the secret `\(secret)` to \(action.split(separator: "_").joined(separator: " "))",
                hint: "give it under `sources: {\(name.text): {secrets: …}}`",
                at: name
            )
        }
    }

    private func readSenders(_ reader: MappingReader) -> [Channel: String] {
        var senders: [Channel: String] = [:]
        for entry in reader.mapping("senders") {
            senders[Channel(rawValue: entry.key.text)] = entry.value.text("a sender", problems)?.text
        }
        return senders
    }

    private func readEvents(_ names: [SourceText]) -> [EventType] {
        names.map { name in
            if !EventType(rawValue: name.text).isKnown {
                let hint = Suggestion.hint(for: name.text, in: Array(Vocabulary.names))
                problems.add("unknown-event", "no event is called `\(name.text)`", hint: hint, at: name)
            }
            return EventType(rawValue: name.text)
        }
    }
}
