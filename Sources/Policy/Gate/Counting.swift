import Core

/// Counts attempts in a window and says whether one more is too many.
struct Counting: Sendable {
    let selector: Selector
    let keys: [CountKey]
    let window: CountingWindow
    /// How many there may be, the proposed contact among them.
    ///
    /// A rest after the last one is a limit of one.
    let limit: Int

    init(_ cap: Cap) {
        (selector, keys, window, limit) = (cap.count, cap.per, cap.window, cap.max)
    }

    init(_ cooldown: Cooldown) {
        (selector, keys, window, limit) = (cooldown.after, cooldown.per, cooldown.window, 1)
    }

    /// The strictest answer of all places the customer may be in.
    func answer(_ inquiry: Inquiry, at now: Timestamp) -> Answer {
        let zones = window.needsPlace ? inquiry.places.zones : [.utc]
        guard !zones.isEmpty else { return .needs("location") }
        var counted: [Attempt] = []
        var excluded: [Decision.Excluded] = []
        for attempt in inquiry.attempts where selector.concerns(attempt) {
            guard zones.contains(where: { window.holds(attempt.time, at: now, in: $0) }) else { continue }
            if let why = selector.objection(to: attempt, per: keys, in: inquiry) {
                excluded.append(Decision.Excluded(event: attempt.id, why: why))
            } else {
                counted.append(attempt)
            }
        }
        var strictest = answer(counted, at: now, in: zones[0])
        for zone in zones.dropFirst() {
            let other = answer(counted, at: now, in: zone)
            if other.isStricter(than: strictest) { strictest = other }
        }
        strictest.excluded = excluded
        if window.needsPlace, inquiry.places.isUnknown { strictest.missing = ["location"] }
        return strictest
    }

    private func answer(_ attempts: [Attempt], at now: Timestamp, in zone: Zone) -> Answer {
        let held = attempts.filter { window.holds($0.time, at: now, in: zone) }
        var answer = Answer(counted: held.map(\.id))
        answer.evidence = ["limit": .int(Int64(limit)), "window": window.evidence(at: now, in: zone)]
        guard held.count >= limit else { return answer }
        answer.fires = true
        // one more fits as soon as all but `limit - 1` have dropped out
        answer.until = held.map { window.release(of: $0.time, in: zone) }.sorted()[held.count - limit]
        return answer
    }
}

extension CountingWindow {
    /// Whether it matters where the customer is.
    var needsPlace: Bool {
        if case .elapsed = kind { false } else { true }
    }
}
