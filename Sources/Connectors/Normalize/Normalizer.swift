import CEL
import Core

/// Turns one item into events.
struct Normalizer {
    let source: Source
    let rules: ItemRules
    let item: Item
    let webhook: RawWebhook
    let recorded: Timestamp
    /// What was fetched before the item is read; null when that says enough.
    let full: JSON

    /// The events of the rules that match: the first, and those after it while a rule says `also`.
    func events() throws(ReadFailure) -> [Event] { try reading().events }

    /// The events, and whether any rule matches.
    ///
    /// A failure knows which field of the item it is about, if any.
    func reading() throws(ReadFailure) -> (events: [Event], isTaken: Bool) {
        let bindings = letBindings()
        var events: [Event] = []
        var isTaken = false
        do throws(ReadFailure) {
            for (place, rule) in rules.normalize.rules.enumerated() where try rule.when?.holds(bindings) ?? true {
                isTaken = true
                if case .event(let type) = rule.outcome, let type = try type.type(bindings) {
                    let fields = EventFields(rules.normalize.eventFields[place], bindings)
                    events.append(try event(type, of: rule, fields, bindings, ids: events.map(\.id)))
                }
                if !rule.continues { break }
            }
        } catch {
            throw error.about(rules.normalize.field(of: error, bindings))
        }
        return (events, isTaken)
    }

    /// The item and all names of `let`.
    ///
    /// One that fails is bound to its failure: only rules that read it fail.
    private func letBindings() -> Bindings {
        var bindings = item.bindings
        if rules.enrich != nil { bindings[HookScopes.full] = Value(full) }
        for (name, value) in rules.normalize.lets {
            bindings[name] = value.evaluate(bindings, budget: bindings.budget)
        }
        return bindings
    }

    private func event(
        _ type: EventType,
        of rule: Rule,
        _ fields: EventFields,
        _ bindings: Bindings,
        ids: [String]
    ) throws(ReadFailure) -> Event {
        var event = Event(
            id: try id(fields, of: rule, type: type, taken: ids),
            source: source.name,
            type: type,
            time: try fields.time("occurred_at") ?? webhook.received,
            recorded: recorded,
            readBy: source.connector.label
        )
        try fields.fill(&event)
        event.delivery = event.delivery ?? deliveryInURL
        event.identifiers +=
            try rules.normalize.identifiers.identifiers(bindings) + rule.identifiers.identifiers(bindings)
        event.settleAccount()
        event.data = try fields.rest(for: type, channel: event.channel)
        if rules.isUnverified { event.data["unverified"] = true }
        return event
    }

    /// The id the connector gives, else the item's key (with the type where an `also` rule leaves room for another).
    ///
    /// An id that an earlier rule of this item took gets the type too.
    private func id(
        _ fields: EventFields,
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
        let accounts = identifiers.compactMap(\.account)
        account = account ?? (accounts.allSatisfy { $0 == accounts.first } ? accounts.first : nil)
        identifiers = identifiers.distinct
        guard let account, !accounts.contains(account) else { return }
        if let identifier = Identifier(kind: .account, value: account.description) { identifiers.append(identifier) }
    }
}

extension [Identifier] {
    /// Up to so many are looked through for each; more are hashed.
    private static var few: Int { 8 }

    /// Each once, in order.
    fileprivate var distinct: [Identifier] {
        if count <= Self.few { return enumerated().filter { !self[..<$0.offset].contains($0.element) }.map(\.element) }
        var seen: Set<Identifier> = []
        return filter { seen.insert($0).inserted }
    }
}
