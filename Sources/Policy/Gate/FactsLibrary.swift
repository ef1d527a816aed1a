import CEL
import Core

/// The functions of ``FactsEnvironment/library``.
///
/// They read ``FactsQueries`` from the call's context. A name that nobody knows is an error: misspelt, it would never be
/// found and so never forbid anything.
enum FactsLibrary {
    static let functions = counts + moments + permissions + obstacles + proposals

    private static let counts = [
        asking("events(string, string|duration) -> int") { call, facts in
            guard let type = call.eventType(0), let window = Lookback(call[1]) else { return call.refused }
            return .int(Int64(facts.events(type, within: window).count))
        },
        asking("attempts(string, string|duration) -> int") { call, facts in
            guard let channel = call.channelOrAny(0), let window = Lookback(call[1]) else { return call.refused }
            return .int(Int64(facts.attempts(channel, within: window).count))
        },
        asking("fact(string, string|duration?) -> bool") { call, facts in
            let kind = call[0].string == "cease_written" ? "cease_written" : call.eventType(0)
            guard let kind, let window = call.window(1) else { return call.refused }
            return .bool(facts.fact(kind, within: window))
        },
    ]

    private static let moments = [
        asking("since(string) -> duration") { call, facts in
            guard let type = call.eventType(0) else { return call.refused }
            let last = facts.events(type, within: nil).map(\.time).max()
            return Value(last.map { facts.now.since($0) } ?? FactsEnvironment.never)
        },
        // takes the place of the list method of that name, so it does what that does too
        asking("last(string) -> timestamp", "list(A).last() -> optional_type(A)") { call, facts in
            if case .list(let elements) = call[0] { return .optional(elements.last.map(OptionalValue.some) ?? .none) }
            guard let type = call.eventType(0) else { return call.refused }
            return facts.events(type, within: nil).map(\.time).max().map { Value($0) } ?? .null
        },
        asking("local_hours() -> list(int)") { _, facts in
            .list(facts.zones.map { .int(Int64($0.local(facts.now).hour)) })
        },
        asking("in_window(timestamp, list(string)) -> bool") { call, facts in
            guard let time = call[0].timestamp, let window = call.hours(1) else { return call.refused }
            return .bool(!facts.zones.isEmpty && window.contains(time, in: facts.zones))
        },
        asking("located() -> bool") { _, facts in .bool(facts.isLocated) },
    ]

    private static let permissions = [
        asking("consent(string) -> string") { call, facts in
            call.channel(0).map { Value(facts.consent($0)) } ?? call.refused
        },
        asking("consented(string, string|null?, string|duration?) -> bool") { call, facts in
            guard let kind = call[0].string, let address = call.address(1), let window = call.window(2) else {
                return call.refused
            }
            return .bool(facts.consented(kind, address: address, within: window))
        },
        asking("inbound(string, string|null?, string|duration?) -> bool") { call, facts in
            guard let channel = call.channel(0), let address = call.address(1), let window = call.window(2) else {
                return call.refused
            }
            return .bool(facts.inbound(channel, address: address, within: window))
        },
        asking("reply_once_same_medium() -> bool") { _, facts in .bool(facts.isReplyOnceInSameMedium()) },
        asking("opt_out_confirmation_once() -> bool") { _, facts in .bool(facts.isOptOutConfirmationOnce()) },
    ]

    private static let obstacles = [
        asking("stands(string, string) -> bool") { call, facts in
            guard let type = call.eventType(0), let lifting = call.eventType(1) else { return call.refused }
            return .bool(facts.stands(type, until: lifting))
        },
        asking("reported(string) -> bool") { call, facts in
            call.eventType(0).map { .bool(facts.reported($0)) } ?? call.refused
        },
        asking("flagged(string, string?) -> bool") { call, facts in
            guard let flag = call[0].string, !flag.isEmpty, call.count == 1 || call[1].string == "any_account" else {
                return call.refused
            }
            return .bool(facts.flagged(flag, anywhere: call.count == 2))
        },
        asking("address_is_wrong() -> bool") { _, facts in .bool(facts.isAddressWrong()) },
    ]

    private static let proposals = [
        asking("purpose_in(list) -> bool") { call, facts in call.contains(facts.proposal?.purpose) },
        asking("recipient_in(list) -> bool") { call, facts in
            call.contains(facts.proposal.map { kindOfRecipient($0.recipient) })
        },
    ]

    /// A function that asks about the customer the host lends.
    private static func asking(
        _ declaration: String,
        _ other: String? = nil,
        body: @escaping @Sendable (Call, FactsQueries) -> Value
    ) -> Function {
        let asking: Function.Body = { call in
            guard let facts = call.context as? FactsQueries else {
                return call.fail(.unavailable, "there is no customer to ask about here")
            }
            guard call.charge(1 + facts.facts.events.count / 16) else { return call.overBudget }
            return body(call, facts)
        }
        return other.map { Function(declaration, $0, body: asking) } ?? Function(declaration, body: asking)
    }
}
