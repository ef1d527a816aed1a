import CEL
import Core
import Synchronization

/// Questions about a customer at one instant, as expressions ask them.
///
/// What restricts (a refusal, an attempt) counts whatever its date, so that a provider's fast clock hides nothing;
/// what permits (a consent) counts from its date on.
struct FactsQueries: Sendable {
    let facts: CustomerFacts
    let proposal: Proposal?
    let account: AccountKey?
    let now: Timestamp
    /// Where the customer may be; the first is the home zone.
    let zones: [Zone]
    /// Whether the zones are known and not assumed.
    let isLocated: Bool
    /// Where the ids of what answers rest on are kept.
    let seen: SeenFacts?

    var home: Zone { zones.first ?? .utc }

    /// Events of a type, from so far back on.
    func events(_ type: String, within lookback: Lookback?) -> [Event] {
        facts.events.filter { $0.type.rawValue.hasSameBytes(as: type) && reaches($0.time, lookback, in: [home]) }
    }

    /// What we sent or placed on a channel (nil for all), from so far back on.
    func attempts(_ channel: Channel?, within lookback: Lookback?) -> [Attempt] {
        facts.attempts.filter { attempt in
            attempt.direction == .outbound && (channel == nil || attempt.channel.counted == channel)
                && !isOwn(attempt) && reaches(attempt.time, lookback, in: [home])
        }
    }

    /// Whether something is known about the account, or about the customer as a whole: `cease_written`, or an event of
    /// this type.
    func fact(_ kind: String, within lookback: Lookback?) -> Bool {
        if kind == "cease_written" { return ceaseInWriting(within: lookback) }
        let found = events(kind, within: lookback).filter { concernsAccount($0.account) }
        seen?.note(found.map(\.id))
        return !found.isEmpty
    }

    /// A request to stop all contact that is not known to be oral or about a channel, place or time only
    /// (12 CFR 1006.6(c)(1)).
    private func ceaseInWriting(within lookback: Lookback?) -> Bool {
        let found = facts.ceases.filter { cease in
            concernsAccount(cease.account) && reaches(cease.time, lookback, in: [home]) && !isLimited(cease)
        }
        seen?.note(found.map(\.event))
        return !found.isEmpty
    }

    private func isLimited(_ cease: Cease) -> Bool {
        let event = facts.events.last { $0.type == .ceaseRequested && $0.id.hasSameBytes(as: cease.event) }
        return event?.data["written"]?.bool == false
            || ["channel", "place", "time"].contains(event?.data["scope"]?.string ?? "all")
    }

    /// Whether something about `other` is about the account asked for.
    ///
    /// Nil is about every account.
    func concernsAccount(_ other: AccountKey?) -> Bool {
        other == nil || account == nil || other == account
    }

    /// Whether an attempt is the proposed contact itself.
    func isOwn(_ attempt: Attempt) -> Bool {
        proposal?.delivery.map { $0.hasSameBytes(as: attempt.id) } ?? false
    }

    /// Whether a time is so far back at most, in every zone given.
    func reaches(_ time: Timestamp, _ lookback: Lookback?, in zones: [Zone]) -> Bool {
        lookback.map { lookback in zones.allSatisfy { lookback.reaches(time, from: now, in: $0) } } ?? true
    }
}

/// How far back a question looks.
enum Lookback: Sendable {
    /// Dates: `60d` reaches the 60th date before today's.
    case days(Int64)
    case span(TimeSpan)

    /// Reads `60d`, `48h`, `5m`, or a duration; nil for anything else.
    init?(_ value: Value) {
        switch value {
        case .duration(let interval): self = .span(interval.span)
        case .string(let text):
            guard let span = TimeSpan(text.string) else { return nil }
            self = text.string.hasSuffix("d") ? .days(span.microseconds / 86_400_000_000) : .span(span)
        default: return nil
        }
    }

    func reaches(_ time: Timestamp, from now: Timestamp, in zone: Zone) -> Bool {
        switch self {
        case .days(let count): zone.local(time).date >= zone.local(now).date.adding(days: -count)
        case .span(let span): now.since(time) <= span
        }
    }
}

/// Collects the ids of the events that answers rest on, so that a decision can name them.
final class SeenFacts: Sendable {
    private let kept = Mutex<[String]>([])

    /// In the order seen, each once.
    var ids: [String] { kept.withLock { $0 } }

    func note(_ ids: [String]) {
        kept.withLock { kept in
            for id in ids where !kept.contains(where: id.hasSameBytes(as:)) { kept.append(id) }
        }
    }
}
