/// Calls, messages and letters from the timeline and the ledger.
///
/// What the ledger holds is ours and counts from its permit on. Events that report on the same delivery add no attempt:
/// those of a call only tell how it ended.
struct AttemptFold {
    private var byID: [ByteKey: Attempt] = [:]
    private var order: [ByteKey] = []
    private let ownDeliveries: Set<String>

    init(ledger: [LedgerRow]) {
        ownDeliveries = Set(ledger.map(\.delivery))
        for row in ledger {
            add(
                Attempt(
                    id: row.delivery,
                    time: row.wallTime,
                    channel: row.channel.counted,
                    direction: .outbound,
                    outcome: "sent",
                    debts: row.account.map { [$0] } ?? [],
                    address: row.address,
                    isReply: row.isReply
                )
            )
        }
    }

    /// All attempts in order of time.
    var attempts: [Attempt] {
        order.compactMap { byID[$0] }.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    }

    mutating func apply(_ event: Event) {
        if let delivery = event.delivery, ownDeliveries.contains(delivery) { return end(delivery, with: event) }
        switch event.type.family {
        case "call": applyCall(event)
        case "message" where event.type == .messageSent: applyMessage(event)
        default: break
        }
    }

    /// How a call of our own ended; its time and its count stay the ledger's.
    private mutating func end(_ delivery: String, with event: Event) {
        guard event.type.family == "call", var known = byID[ByteKey(delivery)] else { return }
        known.take(callOutcome(of: event))
        known.mode = known.mode ?? event.data["mode"]?.string
        byID[ByteKey(delivery)] = known
    }

    private mutating func applyMessage(_ event: Event) {
        add(attempt(for: event, id: event.data["message"]?.string ?? event.id, outcome: "sent"))
    }

    /// A call is the fold of all `call.*` of one id; the strongest thing known about it wins.
    private mutating func applyCall(_ event: Event) {
        let id = event.data["call"]?.string ?? event.id
        let outcome = callOutcome(of: event)
        guard var known = byID[ByteKey(id)] else { return add(attempt(for: event, id: id, outcome: outcome)) }
        known.time = min(known.time, event.time)
        known.take(outcome)
        if known.debts.isEmpty { known.debts = debts(of: event) }
        byID[ByteKey(id)] = known
    }

    private mutating func add(_ attempt: Attempt) {
        let key = ByteKey(attempt.id)
        if byID[key] == nil { order.append(key) }
        byID[key] = attempt
    }

    private func attempt(for event: Event, id: String, outcome: String) -> Attempt {
        Attempt(
            id: id,
            time: event.time,
            channel: (event.channel ?? (event.type.family == "call" ? .voice : .sms)).counted,
            direction: event.direction ?? .outbound,
            outcome: outcome,
            debts: debts(of: event),
            address: event.address,
            isReply: event.data["in_reply_to"]?.string != nil,
            mode: event.data["mode"]?.string
        )
    }

    private func debts(of event: Event) -> [AccountKey] {
        let named = event.data["debts"]?.array?.compactMap { $0.string.flatMap { AccountKey($0) } } ?? []
        return named.isEmpty ? event.account.map { [$0] } ?? [] : named
    }

    private func callOutcome(of event: Event) -> String {
        switch event.type.rawValue {
        case "call.conversation": return "conversation"
        case "call.voicemail":
            return event.data["kind"]?.string == "limited_content" ? "voicemail_lcm" : "voicemail_left"
        case "call.no_answer": return unansweredOutcome(event.data["reason"]?.string ?? "no_answer")
        case "call.completed": return completedOutcome(of: event)
        case "call.abandoned": return "abandoned"
        default: return "in_progress"
        }
    }

    private func unansweredOutcome(_ reason: String) -> String {
        ["failed", "canceled"].contains(reason) ? "not_connected" : reason
    }

    /// "Completed" with no disposition counts as a conversation until corrected.
    private func completedOutcome(of event: Event) -> String {
        switch event.data["result"]?.string {
        case "machine": "voicemail_left"
        case "busy": "busy"
        case "no_answer": "no_answer"
        case "failed": "not_connected"
        default: "unknown_connected"
        }
    }
}

extension Attempt {
    /// The strongest thing known about how a call ended wins; of equal ones the later.
    fileprivate mutating func take(_ outcome: String) {
        if Self.strength(of: outcome) >= Self.strength(of: self.outcome) { self.outcome = outcome }
    }

    private static func strength(of outcome: String) -> Int {
        switch outcome {
        case "sent", "in_progress": 0
        case "unknown_connected": 1
        case "conversation": 3
        default: 2
        }
    }
}
