import CEL
import Core

/// The functions of ``FactsEnvironment/library``.
///
/// They read ``FactsQueries`` from the call's context.
enum FactsLibrary {
    static let functions = counts + moments + permissions + proposals

    private static let counts = [
        function("events", 2) { call, facts in
            guard let type = eventType(call[0]), let window = Lookback(call[1]) else { return call.refused }
            return .int(Int64(facts.events(type, within: window).count))
        },
        function("attempts", 2) { call, facts in
            let channel = call[0].string == "any" ? Optional.some(nil) : channel(call[0]).map(Optional.some)
            guard let channel, let window = Lookback(call[1]) else { return call.refused }
            return .int(Int64(facts.attempts(channel, within: window).count))
        },
        function("fact", 1...2) { call, facts in
            guard let kind = call[0].string, kind == "cease_written" || EventType(rawValue: kind).isKnown else {
                return call.refused
            }
            return withWindow(call, 1) { .bool(facts.fact(kind, within: $0)) }
        },
    ]

    private static let moments = [
        function("since", 1) { call, facts in
            guard let type = eventType(call[0]) else { return call.refused }
            let last = facts.events(type, within: nil).map(\.time).max()
            return .duration(last.map { facts.now.since($0) } ?? FactsEnvironment.never)
        },
        // takes the place of the list method of that name, so it does what that does too
        function("last", 1, form: .both) { call, facts in
            if case .list(let elements) = call[0] { return .optional(elements.last.map(OptionalValue.some) ?? .none) }
            guard let type = eventType(call[0]) else { return call.refused }
            return facts.events(type, within: nil).map(\.time).max().map(Value.timestamp) ?? .null
        },
        function("local_hours", 0) { _, facts in
            .list(facts.zones.map { .int(Int64($0.local(facts.now).hour)) })
        },
        function("in_window", 2) { call, facts in
            guard case .timestamp(let time) = call[0], let window = hours(call[1]) else { return call.refused }
            return .bool(!facts.zones.isEmpty && window.contains(time, in: facts.zones))
        },
        function("located", 0) { _, facts in .bool(facts.isLocated) },
    ]

    private static let permissions = [
        function("consent", 1) { call, facts in
            channel(call[0]).map { Value(facts.consent($0)) } ?? call.refused
        },
        function("consented", 1...3) { call, facts in
            guard let kind = call[0].string, let address = address(call, 1) else { return call.refused }
            return withWindow(call, 2) { .bool(facts.consented(kind, address: address, within: $0)) }
        },
        function("inbound", 1...3) { call, facts in
            guard let channel = call[0].string, let address = address(call, 1) else { return call.refused }
            return withWindow(call, 2) {
                .bool(facts.inbound(Channel(rawValue: channel), address: address, within: $0))
            }
        },
        function("reply_once_same_medium", 0) { _, facts in .bool(facts.isReplyOnceInSameMedium()) },
        function("opt_out_confirmation_once", 0) { _, facts in .bool(facts.isOptOutConfirmationOnce()) },
    ]

    private static let proposals = [
        function("purpose_in", 1) { call, facts in contains(call, facts.proposal?.purpose) },
        function("recipient_in", 1) { call, facts in
            contains(call, facts.proposal.map { kindOfRecipient($0.recipient) })
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

    /// A name of the vocabulary; a misspelt one would never be found and so never forbid anything.
    private static func eventType(_ value: Value) -> String? {
        value.string.flatMap { EventType(rawValue: $0).isKnown ? $0 : nil }
    }

    /// An address that may be left out, or be null or empty, which is any; nil when it is no text.
    private static func address(_ call: Call, _ place: Int) -> String?? {
        guard call.count > place, !call[place].isNull else { return .some(nil) }
        return call[place].string.map { $0.isEmpty ? nil : $0 }
    }

    private static func withWindow(_ call: Call, _ place: Int, _ body: (Lookback?) -> Value) -> Value {
        guard call.count > place else { return body(nil) }
        return Lookback(call[place]).map(body) ?? call.refused
    }

    private static func hours(_ value: Value) -> HoursWindow? {
        guard case .list(let ends) = value, ends.count == 2, let open = ends[0].string.flatMap(TimeOfDay.seconds),
            let close = ends[1].string.flatMap(TimeOfDay.seconds), open < close
        else { return nil }
        return HoursWindow(place: .allCandidates, open: open, close: close, weekdays: Set(0...6))
    }

    private static func contains(_ call: Call, _ name: String?) -> Value {
        guard case .list(let names) = call[0] else { return call.noOverload }
        return .bool(name.map { name in names.contains { $0.string?.hasSameBytes(as: name) ?? false } } ?? false)
    }
}

extension Call {
    /// The error of a function given what it cannot use.
    fileprivate var refused: Value {
        fail(.invalidArgument, "an unknown event type or kind, or no window such as `7d` or `48h`")
    }
}
