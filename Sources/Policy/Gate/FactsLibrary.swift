import CEL
import Core

/// The functions of ``FactsEnvironment/library``.
///
/// They read ``FactsQueries`` from the call's context. A name that nobody knows is an error: misspelt, it would never be
/// found and so never forbid anything.
enum FactsLibrary {
    static let functions = counts + moments + permissions + obstacles + proposals

    private static let counts = [
        function("events", 2) { call, facts in
            guard let type = call.eventType(0), let window = Lookback(call[1]) else { return call.refused }
            return .int(Int64(facts.events(type, within: window).count))
        },
        function("attempts", 2) { call, facts in
            guard let channel = call.channelOrAny(0), let window = Lookback(call[1]) else { return call.refused }
            return .int(Int64(facts.attempts(channel, within: window).count))
        },
        function("fact", 1...2) { call, facts in
            let kind = call[0].string == "cease_written" ? "cease_written" : call.eventType(0)
            guard let kind, let window = call.window(1) else { return call.refused }
            return .bool(facts.fact(kind, within: window))
        },
    ]

    private static let moments = [
        function("since", 1) { call, facts in
            guard let type = call.eventType(0) else { return call.refused }
            let last = facts.events(type, within: nil).map(\.time).max()
            return .duration(last.map { facts.now.since($0) } ?? FactsEnvironment.never)
        },
        // takes the place of the list method of that name, so it does what that does too
        function("last", 1, form: .both) { call, facts in
            if case .list(let elements) = call[0] { return .optional(elements.last.map(OptionalValue.some) ?? .none) }
            guard let type = call.eventType(0) else { return call.refused }
            return facts.events(type, within: nil).map(\.time).max().map(Value.timestamp) ?? .null
        },
        function("local_hours", 0) { _, facts in
            .list(facts.zones.map { .int(Int64($0.local(facts.now).hour)) })
        },
        function("in_window", 2) { call, facts in
            guard case .timestamp(let time) = call[0], let window = call.hours(1) else { return call.refused }
            return .bool(!facts.zones.isEmpty && window.contains(time, in: facts.zones))
        },
        function("located", 0) { _, facts in .bool(facts.isLocated) },
    ]

    private static let permissions = [
        function("consent", 1) { call, facts in
            call.channel(0).map { Value(facts.consent($0)) } ?? call.refused
        },
        function("consented", 1...3) { call, facts in
            guard let kind = call[0].string, let address = call.address(1), let window = call.window(2) else {
                return call.refused
            }
            return .bool(facts.consented(kind, address: address, within: window))
        },
        function("inbound", 1...3) { call, facts in
            guard let channel = call.channel(0), let address = call.address(1), let window = call.window(2) else {
                return call.refused
            }
            return .bool(facts.inbound(channel, address: address, within: window))
        },
        function("reply_once_same_medium", 0) { _, facts in .bool(facts.isReplyOnceInSameMedium()) },
        function("opt_out_confirmation_once", 0) { _, facts in .bool(facts.isOptOutConfirmationOnce()) },
    ]

    private static let obstacles = [
        function("stands", 2) { call, facts in
            guard let type = call.eventType(0), let lifting = call.eventType(1) else { return call.refused }
            return .bool(facts.stands(type, until: lifting))
        },
        function("reported", 1) { call, facts in
            call.eventType(0).map { .bool(facts.reported($0)) } ?? call.refused
        },
        function("flagged", 1...2) { call, facts in
            guard let flag = call[0].string, !flag.isEmpty, call.count == 1 || call[1].string == "any_account" else {
                return call.refused
            }
            return .bool(facts.flagged(flag, anywhere: call.count == 2))
        },
        function("address_is_wrong", 0) { _, facts in .bool(facts.isAddressWrong()) },
    ]

    private static let proposals = [
        function("purpose_in", 1) { call, facts in call.contains(facts.proposal?.purpose) },
        function("recipient_in", 1) { call, facts in
            call.contains(facts.proposal.map { kindOfRecipient($0.recipient) })
        },
    ]

    private static func function(
        _ name: String,
        _ arity: ClosedRange<Int>,
        form: Function.Form = .function,
        _ body: @escaping @Sendable (Call, FactsQueries) -> Value
    ) -> Function {
        Function(name, arity: arity, form: form) { call in
            guard let facts = call.context as? FactsQueries else {
                return call.fail(.unavailable, "`\(name)` has no customer to ask about here")
            }
            guard call.charge(1 + facts.facts.events.count / 16) else { return call.overBudget }
            return body(call, facts)
        }
    }

    private static func function(
        _ name: String,
        _ arity: Int,
        form: Function.Form = .function,
        _ body: @escaping @Sendable (Call, FactsQueries) -> Value
    ) -> Function {
        function(name, arity...arity, form: form, body)
    }
}
