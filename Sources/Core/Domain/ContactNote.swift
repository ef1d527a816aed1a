/// Puts a decision about a contact on the timeline: silence is not an option.
public struct ContactNote: Sendable {
    private let delivery: Delivery
    private let decision: Decision?
    private let time: Timestamp
    private let cause: String?
    private let extra: JSONObject

    /// A note about `delivery` as `decision` has it, at the time given.
    public init(
        delivery: Delivery,
        decision: Decision?,
        time: Timestamp,
        cause: String? = nil,
        extra: JSONObject = [:]
    ) {
        self.delivery = delivery
        self.decision = decision
        self.time = time
        self.cause = cause
        self.extra = extra
    }

    /// The event; `id` makes it unique among the notes of this delivery.
    public func event(_ type: EventType, id: String) -> Event {
        Event(
            id: id,
            source: Event.ownSource,
            type: type,
            time: time,
            recorded: time,
            customer: delivery.customer,
            account: delivery.account,
            channel: delivery.channel,
            direction: .outbound,
            address: delivery.address,
            delivery: delivery.id,
            cause: cause ?? delivery.cause,
            readBy: "gate",
            policy: decision?.policy,
            data: data.merging(extra)
        )
    }

    private var data: JSONObject {
        var data: JSONObject = ["purpose": .string(delivery.purpose)]
        data["template"] = delivery.template.map(JSON.string)
        data["decision"] = .string(delivery.decisionID)
        guard let decision else { return data }
        data["until"] = decision.until.map { .string($0.description) }
        guard let first = decision.findings.first(where: { $0.effect == decision.verdict.rawValue }) else {
            return data
        }
        data["rule"] = .string(first.rule)
        data["explain"] = .string(first.explain)
        data["cite"] = .array(first.citation.map(JSON.string))
        data["rules"] = .array(decision.findings.map { .string($0.rule) })
        if !first.evidence.isEmpty { data["evidence"] = .object(first.evidence) }
        return data
    }
}
