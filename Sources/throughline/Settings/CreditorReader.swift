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
                providers[entry.key.text, default: []].append(name.text)
            }
        }
        return providers
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
