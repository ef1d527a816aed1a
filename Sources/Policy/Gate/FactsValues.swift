import CEL
import Core

/// Domain objects as expressions see them.
enum FactsValues {
    /// The attributes by name, `id`, and `declared_channel` (empty when the person never said).
    static func customer(_ facts: CustomerFacts) -> Value {
        let known = JSONObject([("declared_channel", "")]).merging(facts.attributes)
        return Value(.object(known.merging(["id": .string(facts.customer)])))
    }

    static func account(_ account: Account, _ queries: FactsQueries) -> Value {
        let today = queries.home.local(queries.now).date
        return .map(
            ValueMap([
                ("key", Value(account.key.description)),
                ("creditor", Value(account.key.creditor)),
                ("reference", Value(account.key.reference)),
                ("balance_cents", .int(account.balance)),
                ("currency", Value(account.currency)),
                ("days_past_due", .int(account.daysPastDue(on: today))),
                ("flags", .list(account.flags.sorted().map { Value($0) })),
                ("placed", account.placedAt.map { Value($0) } ?? .null),
                ("ended", Value(account.ended ?? "")),
                ("time_barred", .bool(account.flags.contains("time_barred"))),
                // no event tells of these yet
                ("plan_active", .bool(false)),
                ("promise_open", .bool(false)),
                ("autopay_ever", .bool(false)),
            ])
        )
    }

    static func proposal(_ proposal: Proposal) -> Value {
        .map(
            ValueMap([
                ("creditor", Value(proposal.creditor)),
                ("actor", Value(proposal.actor)),
                ("recipient", Value(proposal.recipient)),
                ("channel", Value(proposal.channel.counted.rawValue)),
                ("address", Value(proposal.address ?? "")),
                ("account", Value(proposal.account?.description ?? "")),
                ("purpose", Value(proposal.purpose)),
                ("mode", Value(proposal.mode ?? "")),
                ("is_reply", .bool(proposal.isReply)),
                ("template", Value(proposal.template ?? "")),
            ])
        )
    }

    static func event(_ event: Event) -> Value {
        .map(
            ValueMap([
                ("id", Value(event.id)),
                ("source", Value(event.source)),
                ("type", Value(event.type.rawValue)),
                ("time", Value(event.time)),
                ("channel", Value(event.channel?.rawValue ?? "")),
                ("direction", Value(event.direction?.rawValue ?? "")),
                ("address", Value(event.address ?? "")),
                ("account", Value(event.account?.description ?? "")),
                ("data", Value(.object(event.data))),
            ])
        )
    }
}
