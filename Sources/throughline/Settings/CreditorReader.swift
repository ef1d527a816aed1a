import Connectors
import Core
import YAML

/// Reads `creditors:`.
struct CreditorReader {
    let problems: Problems
    let sources: SourceReader.Sources

    /// A creditor, and what other checks need to know of how it is written.
    struct Written {
        let id: SourceText
        /// Nil when it could not be read.
        let creditor: Creditor?
        /// The first channel that sends.
        let live: SourceText?
        let canMakePaymentLinks: Bool
        /// Templates it names.
        let templates: [SourceText]
    }

    func read(_ entries: [Entry]) -> [Written] {
        entries.map { entry in
            checkID(entry.key)
            return read(MappingReader(entry.value, problems, name: "a creditor"), id: entry.key)
        }
    }

    private func read(_ reader: MappingReader, id: SourceText) -> Written {
        let name = reader.string("name", .required)
        let actor = reader.choice("actor", of: Creditor.actors, .required)
        let sending = readSending(reader)
        let providers = readProviders(reader)
        checkHasProviders(reader)
        let senders = readSenders(reader)
        let writeBack = readEvents(reader.texts("write_back"))
        let receipt = reader.text("receipt")
        let confirmation = reader.text("opt_out_confirmation")
        _ = reader.choice("system_of_record", of: ["crm"])
        reader.finish()
        var creditor: Creditor?
        if let name, let actor {
            creditor = Creditor(
                id: id.text,
                name: name,
                actor: actor,
                sending: sending,
                providers: providers,
                senders: senders,
                writeBack: writeBack,
                receipt: receipt?.text,
                optOutConfirmation: confirmation?.text
            )
        }
        return Written(
            id: id,
            creditor: creditor,
            live: reader.node["sending"]?.entries?.first { $0.value.scalar?.text == "live" }?.value.scalar?.source,
            canMakePaymentLinks: providers["payment_link"] != nil,
            templates: [receipt, confirmation].compactMap(\.self)
        )
    }

    /// It stands in account keys and in URLs.
    private func checkID(_ key: SourceText) {
        let isPlain = key.text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
        if isPlain, !key.text.isEmpty { return }
        let hint = "use lower-case letters, digits, hyphens and underscores"
        problems.add("bad-name", "a creditor cannot be called `\(key.text)`", hint: hint, at: key)
    }

    /// Channels that a provider can be asked to send on.
    private static let sendable: [Channel] = [.sms, .email]

    private func readSending(_ reader: MappingReader) -> [Channel: Creditor.Sending] {
        var sending: [Channel: Creditor.Sending] = [:]
        for entry in reader.mapping("sending") {
            let channel = Channel(rawValue: entry.key.text)
            checkChannel(entry.key)
            let words = Creditor.Sending.allCases.map(\.rawValue)
            let mode = entry.value.choice("`sending`", of: words, problems).flatMap(Creditor.Sending.init)
            if mode == .live, Channel.contacts.contains(channel), !Self.sendable.contains(channel) {
                let message = "sending on \(channel) is not available yet"
                problems.add("not-available", message, hint: "write `shadow`", at: entry.value)
            }
            sending[channel] = mode
        }
        return sending
    }

    private func checkChannel(_ key: SourceText) {
        if Channel.contacts.contains(Channel(rawValue: key.text)) { return }
        let hint = Suggestion.hint(for: key.text, in: Channel.contacts.map(\.rawValue))
        problems.add("unknown-channel", "no channel is called `\(key.text)`", hint: hint, at: key)
    }

    /// Even in shadow nothing is decided on a channel that no provider serves.
    private func checkHasProviders(_ reader: MappingReader) {
        let providers = reader.node["providers"]?.entries ?? []
        for entry in reader.node["sending"]?.entries ?? []
        where Self.sendable.contains(Channel(rawValue: entry.key.text)) {
            let channel = entry.key.text
            if let found = providers.first(where: { $0.key.text == channel }), found.value.elements?.isEmpty != true {
                continue
            }
            let hint = "add `providers: {\(channel): [SOURCE]}`"
            problems.add("missing-provider", "no provider is given for \(channel)", hint: hint, at: entry.key)
        }
    }

    private func readProviders(_ reader: MappingReader) -> [String: [String]] {
        var providers: [String: [String]] = [:]
        for entry in reader.mapping("providers") {
            for node in entry.value.list("`\(entry.key.text)`", problems) ?? [] {
                guard let name = node.text("a source", problems) else { continue }
                if !sources.names.contains(name.text) {
                    let hint = Suggestion.hint(for: name.text, in: sources.names)
                    problems.add("unknown-source", "no source is called `\(name.text)`", hint: hint, at: name)
                }
                check(sources.byName[name.text], does: entry.key, at: name)
                providers[entry.key.text, default: []].append(name.text)
            }
        }
        return providers
    }

    /// What a creditor's provider is asked to do, by the key it stands under.
    ///
    /// The first that its connector has.
    private static let actions = [
        "sms": ["send_message"], "email": ["send_message"], "payment_link": ["create_payment_link"],
        "crm": ["send_event", "log_activity"],
    ]

    /// The source must know the action, and have the secrets that action needs.
    private func check(_ source: Source?, does job: SourceText, at name: SourceText) {
        guard let actions = Self.actions[job.text] else {
            let hint = Suggestion.hint(for: job.text, in: Array(Self.actions.keys))
            return problems.add("unknown-key", "`\(job.text)` is nothing a provider does", hint: hint, at: job)
        }
        guard let source else { return }
        guard let action = actions.first(where: { source.connector.actions[$0] != nil }),
            let found = source.connector.actions[action]
        else {
            let hint = Suggestion.hint(for: actions[0], in: Array(source.connector.actions.keys))
            let wanted = actions.map { "`\($0)`" }.joined(separator: " and no ")
            let message = "\(name.text) cannot be used for `\(job.text)`: its connector has no \(wanted)"
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
            let channel = Channel(rawValue: entry.key.text)
            checkChannel(entry.key)
            guard let sender = entry.value.text("a sender", problems) else { continue }
            checkSender(sender, on: channel)
            senders[channel] = sender.text
        }
        return senders
    }

    private func checkSender(_ sender: SourceText, on channel: Channel) {
        guard let kind = channel.addressKind else { return }
        let read = Identifier(kind: kind, value: sender.text)?.value
        if kind == .phone, read != sender.text {
            let hint = "write `\(read ?? "+15005550006")`"
            problems.add("bad-value", "a sender of \(channel) must be a number in E.164", hint: hint, at: sender)
        }
        if kind == .email, read == nil {
            let hint = "write `billing@acme.example`"
            problems.add("bad-value", "a sender of \(channel) must be an address with `@`", hint: hint, at: sender)
        }
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
