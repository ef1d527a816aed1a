import Core
import Store

/// Finds out whom an event is about.
///
/// An anchor (account, CRM id, …) identifies; a phone number or an email address leads to the customer that holds it
/// when no anchor is given; a new value makes a customer of its own.
struct Identity {
    let tx: any StoreTransaction
    let ids: IDSource

    /// The event with its customer and account filled in, and what the resolver has to say about it.
    ///
    /// An event that points to nobody keeps no customer.
    func resolve(_ event: Event) throws(StoreError) -> (event: Event, notes: [Event]) {
        var event = event
        if let delivery = try delivery(reportedBy: event) {
            event.delivery = delivery.id
            event.customer = delivery.customer
            event.account = event.account ?? delivery.account
            event.address = event.address ?? delivery.address
            event.channel = event.channel ?? delivery.channel
            return (event, [])
        }
        let identifiers = pointers(of: event)
        guard !identifiers.isEmpty else { return (event, []) }
        let (customer, notes) = try holder(of: identifiers, for: event)
        event.customer = customer
        for identifier in identifiers { _ = try tx.link(identifier, to: customer, at: event.recorded) }
        if event.account == nil { event.account = try account(named: identifiers, of: customer) }
        return (event, notes)
    }

    /// The delivery of ours that a callback names, or whose provider id it carries.
    private func delivery(reportedBy event: Event) throws(StoreError) -> Delivery? {
        if let id = event.delivery, let delivery = try tx.delivery(id) { return delivery }
        guard let providerID = event.providerID else { return nil }
        return try tx.delivery(source: event.source, providerID: providerID)
    }

    /// Anchors first, then contact points: identifiers in the order in which they are believed.
    private func pointers(of event: Event) -> [Identifier] {
        var found = event.identifiers
        if let address = event.address, let kind = event.channel?.addressKind,
            let point = Identifier(kind: kind, value: address), !found.contains(point)
        {
            found.append(point)
        }
        if let account = event.account, let anchor = Identifier(kind: .account, value: account.description),
            !found.contains(anchor)
        {
            found.append(anchor)
        }
        let order = Identifier.Kind.allCases
        return found.enumerated().sorted { left, right in
            let (a, b) = (order.firstIndex(of: left.element.kind) ?? 0, order.firstIndex(of: right.element.kind) ?? 0)
            return (a, left.offset) < (b, right.offset)
        }.map(\.element)
    }

    private func holder(of identifiers: [Identifier], for event: Event) throws(StoreError) -> (String, [Event]) {
        var holders: [String] = []
        for identifier in identifiers where identifier.kind.isAnchor {
            if let holder = try tx.customer(holding: identifier), !holders.contains(holder) { holders.append(holder) }
        }
        if let first = holders.first { return (first, blockedMerges(of: holders, for: event)) }
        if !identifiers.contains(where: \.kind.isAnchor) {
            for identifier in identifiers {
                if let holder = try tx.customer(holding: identifier) { return (holder, []) }
            }
        }
        let customer = ids.next("cus")
        try tx.create(customer: customer, at: event.recorded)
        return (customer, [])
    }

    /// Two customers named by one event stay two until a person or an authoritative source says otherwise.
    private func blockedMerges(of holders: [String], for event: Event) -> [Event] {
        holders.dropFirst().map { other in
            Event(
                id: "\(event.source)/\(event.id):merge_blocked:\(other)",
                source: Event.ownSource,
                type: EventType(rawValue: "identity.merge_blocked"),
                time: event.time,
                recorded: event.recorded,
                customer: holders[0],
                cause: event.id,
                readBy: "identity",
                data: ["a": .string(holders[0]), "b": .string(other), "reason": "not_authoritative"]
            )
        }
    }

    private func account(named identifiers: [Identifier], of customer: String) throws(StoreError) -> AccountKey? {
        if let named = identifiers.compactMap(\.account).first { return named }
        let known = try tx.identifiers(of: customer).compactMap(\.account)
        return known.count == 1 ? known[0] : nil
    }
}

extension Event {
    /// The provider's id of the message, call or payment this event is about.
    var providerID: String? {
        (data["message"] ?? data["call"] ?? data["payment"] ?? data["payment_link"])?.string
    }
}
