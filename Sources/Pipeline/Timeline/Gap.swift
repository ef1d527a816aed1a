import Core
import Store

/// What a provider's list had and no webhook had told us: its event is late, and that is a fact of its own.
struct Gap {
    /// A webhook may be under way as long as this.
    private static let grace = TimeSpan.seconds(60)

    let event: Event
    let poll: String
    let late: TimeSpan

    /// The gap that the new events of one item show; nil when they did not come by a poll, or in time.
    init?(_ new: [Event], in webhook: RawWebhook) {
        guard let poll = webhook.poll,
            let event = new.first(where: { webhook.received.since($0.time) > Self.grace })
        else { return nil }
        self.event = event
        self.poll = poll
        late = webhook.received.since(event.time)
    }

    /// Puts it on the timeline of whom it concerns.
    func record(turn: Turn) throws(StoreError) {
        let note = Event(
            id: "gap:\(event.source):\(event.id)",
            source: Event.ownSource,
            type: .gapFound,
            time: turn.nextTime(),
            recorded: turn.now,
            customer: event.customer,
            account: event.account,
            channel: event.channel,
            cause: event.id,
            readBy: "timeline",
            data: [
                "source": .string(event.source), "poll": .string(poll), "event": .string(event.id),
                "type": .string(event.type.rawValue), "late_ms": .int(late.microseconds / 1000),
            ]
        )
        _ = try turn.tx.insert(note)
    }
}
