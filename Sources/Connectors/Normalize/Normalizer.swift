import CEL
import Core

/// Turns one item into events.
struct Normalizer {
    let source: Source
    let hook: Hook
    let item: Item
    let webhook: RawWebhook
    let recorded: Timestamp

    /// The events of the rules that match: the first, and those after it while a rule says `also`.
    func events() throws(ReadFailure) -> [Event] {
        let bindings = letBindings()
        var events: [Event] = []
        for rule in hook.normalize.rules where try rule.when?.holds(bindings) ?? true {
            if case .event(let type) = rule.outcome, let type = try type.type(bindings) {
                events.append(try event(type, of: rule, bindings, ids: events.map(\.id)))
            }
            if !rule.continues { break }
        }
        return events
    }

    /// The item and all names of `let`.
    ///
    /// One that fails is bound to its failure: only rules that read it fail.
    private func letBindings() -> Bindings {
        var bindings = item.bindings
        for (name, value) in hook.normalize.lets {
            bindings[name] = value.evaluate(bindings, budget: bindings.budget)
        }
        return bindings
    }

    private func event(
        _ type: EventType,
        of rule: Rule,
        _ bindings: Bindings,
        ids: [String]
    ) throws(ReadFailure) -> Event {
        let shared = hook.normalize.fields.filter { field in
            !rule.fields.contains { $0.name.hasSameBytes(as: field.name) }
        }
        var fields = EventFields(shared + rule.fields, bindings)
        var event = Event(
            id: try id(&fields, of: rule, type: type, taken: ids),
            source: source.name,
            type: type,
            time: try fields.time("occurred_at") ?? webhook.received,
            recorded: recorded,
            readBy: source.connector.label
        )
        try fields.fill(&event)
        event.delivery = event.delivery ?? deliveryInURL
        event.identifiers +=
            try hook.normalize.identifiers.identifiers(bindings) + rule.identifiers.identifiers(bindings)
        event.settleAccount()
        event.data = try fields.rest(for: type, channel: event.channel)
        if hook.verify.isUnverified { event.data["unverified"] = true }
        return event
    }

    /// The id the connector gives, else the item's key (with the type where an `also` rule leaves room for another).
    ///
    /// An id that an earlier rule of this item took gets the type too.
    private func id(
        _ fields: inout EventFields,
        of rule: Rule,
        type: EventType,
        taken: [String]
    ) throws(ReadFailure) -> String {
        let given = try fields.text("dedupe_id")
        let id = given.map(ItemReader.bounded) ?? (rule.continues ? "\(item.key):\(type)" : item.key)
        return taken.contains { $0.hasSameBytes(as: id) } ? "\(id):\(type)" : id
    }

    /// Callback URLs we hand out name the delivery they report on.
    private var deliveryInURL: String? {
        FormText.query(of: webhook.url).first { $0.name.hasSameBytes(as: "delivery") && !$0.value.isEmpty }?.value
    }
}

extension Event {
    /// The account an event names is an identifier too, and a single account among the identifiers is what it is about.
    fileprivate mutating func settleAccount() {
        let accounts = Set(identifiers.compactMap(\.account))
        account = account ?? (accounts.count == 1 ? accounts.first : nil)
        var seen: Set<Identifier> = []
        identifiers = identifiers.filter { seen.insert($0).inserted }
        guard let account, !accounts.contains(account) else { return }
        if let identifier = Identifier(kind: .account, value: account.description) { identifiers.append(identifier) }
    }
}
